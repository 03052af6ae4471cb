using System.Globalization;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Signing;

namespace OverlayIp.Lab.Sts;

/// <summary>STS's answers to bad signatures. Unlike EC2 it says which of the many things is wrong.</summary>
internal sealed class StsSignatureErrors : SignatureErrors
{
    public override ApiException Unsigned() => new StsException("MissingAuthenticationToken", "Request is missing Authentication Token", 403);

    public override ApiException Incomplete(string message) => new StsException("IncompleteSignature", message);

    public override ApiException WrongScope(string message) => new StsException("SignatureDoesNotMatch", message, 403);

    public override ApiException Skewed(DateTimeOffset signedAt, DateTimeOffset now, TimeSpan allowed) => new StsException(
        "SignatureDoesNotMatch",
        signedAt < now
            ? $"Signature expired: {Stamp(signedAt)} is now earlier than {Stamp(now - allowed)} ({Stamp(now)} - {Minutes(allowed)} min.)"
            : $"Signature not yet current: {Stamp(signedAt)} is still later than {Stamp(now + allowed)} ({Stamp(now)} + {Minutes(allowed)} min.)",
        403);

    public override ApiException UnknownKey() =>
        new StsException("InvalidClientTokenId", "The security token included in the request is invalid.", 403);

    public override ApiException ExpiredKey() => new StsException("ExpiredToken", "The security token included in the request is expired", 403);

    public override ApiException Mismatch() => new StsException(
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. "
        + "Consult the service documentation for details.",
        403);

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Minutes(TimeSpan time) => ((int)time.TotalMinutes).ToString(CultureInfo.InvariantCulture);
}
