using System.Globalization;
using System.Net;
using OverlayIp.Lab.Actions;

namespace OverlayIp.Lab.Iam;

/// <summary>Whose call it is, and where it comes from.</summary>
/// <param name="Principal">Who.</param>
/// <param name="Address">From where; null when that is not known.</param>
internal sealed record Caller(Principal Principal, IPAddress? Address)
{
    /// <summary>The condition keys that every request has
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).</summary>
    public ConditionContext NewContext(LabAccount account, DateTimeOffset now)
    {
        var context = new ConditionContext();
        Principal.Describe(context);
        context.Set("aws:RequestedRegion", account.Region);
        context.Set("aws:SourceIp", Address?.ToString());
        context.Set("aws:CurrentTime", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        context.Set("aws:EpochTime", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        context.Set("aws:ViaAWSService", "false");
        // The lab plays endpoints that take nothing but TLS; that it does so without is no business of the policies.
        context.Set("aws:SecureTransport", "true");
        return context;
    }
}
