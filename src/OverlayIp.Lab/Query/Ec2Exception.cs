namespace OverlayIp.Lab.Query;

/// <summary>An error of the EC2 API.</summary>
/// <remarks>Codes and spellings are those of the API reference's error list
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html), inconsistent as they are.</remarks>
internal sealed class Ec2Exception(string code, string message, int status = 400) : ApiException(code, message, status);
