using OverlayIp.Lab.Query;

namespace OverlayIp.Lab.Sts;

/// <summary>An error of the STS API (https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html).</summary>
internal sealed class StsException(string code, string message, int status = 400) : ApiException(code, message, status);
