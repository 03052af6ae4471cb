using OverlayIp.Lab.Query;

namespace OverlayIp.Lab.Signing;

/// <summary>EC2's answers to bad signatures: next to everything is <c>AuthFailure</c>, and whatever is out of time, keys included,
/// <c>RequestExpired</c>.</summary>
internal sealed class Ec2SignatureErrors : SignatureErrors
{
    // The name is Signature Version 2's; this is what EC2 says to an unsigned request to this day.
    public override ApiException Unsigned() => Ec2Errors.MissingParameter("AWSAccessKeyId");

    public override ApiException Incomplete(string message) => new Ec2Exception("IncompleteSignature", message);

    // A key that is right for another Region or service is as good as none.
    public override ApiException WrongScope(string message) => Ec2Errors.AuthFailure();

    public override ApiException Skewed(DateTimeOffset signedAt, DateTimeOffset now, TimeSpan allowed) => Expired();

    public override ApiException UnknownKey() => Ec2Errors.AuthFailure();

    public override ApiException ExpiredKey() => Expired();

    public override ApiException Mismatch() => Ec2Errors.AuthFailure();

    private static Ec2Exception Expired() => new("RequestExpired", "Request has expired.");
}
