using System.Text.RegularExpressions;

namespace OverlayIp.Engine.Connections;

/// <summary>
/// How to reach EC2, as far as the user said. Whatever is null is left to the AWS SDK's own chain: environment variables,
/// profile files, container and instance metadata. Nothing is looked up before the first call.
/// </summary>
public sealed partial record ConnectionSettings
{
    /// <summary>The Region, such as <c>eu-central-1</c>, or null.</summary>
    public string? Region { get; init; }

    /// <summary>A profile of the shared AWS configuration files, or null.</summary>
    public string? ProfileName { get; init; }

    /// <summary>Access keys, or null. They win over a profile.</summary>
    public OverlayCredential? Credential { get; init; }

    /// <summary>A role to assume with the credentials above, or null.</summary>
    public string? RoleArn { get; init; }

    /// <summary>The URL of an EC2 endpoint in place of the Region's own, or null.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>The URL of an STS endpoint for <see cref="RoleArn"/>, or null for the SDK's choice.</summary>
    public string? StsEndpointUrl { get; init; }

    /// <summary>The longest that one API request may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Refuses what can be seen to be wrong without asking anybody.</summary>
    /// <exception cref="OverlayIpException"><c>RegionMalformed</c>, <c>RoleArnMalformed</c>, <c>EndpointUrlMalformed</c> or
    /// <c>RequestTimeoutOutOfRange</c>.</exception>
    public void Validate()
    {
        if (Region is not null && !RegionPattern().IsMatch(Region))
        {
            throw new OverlayIpException("RegionMalformed", OverlayErrorKind.InvalidArgument,
                $"'{Region}' is not a Region name. Expected a name such as eu-central-1, us-gov-west-1 or cn-north-1.")
            { Subject = Region, IsFatal = true };
        }

        if (RoleArn is not null && !RoleArnPattern().IsMatch(RoleArn))
        {
            throw new OverlayIpException("RoleArnMalformed", OverlayErrorKind.InvalidArgument,
                $"'{RoleArn}' is not the ARN of a role. Expected arn:aws:iam::123456789012:role/name.")
            { Subject = RoleArn, IsFatal = true };
        }

        ValidateUrl(EndpointUrl);
        ValidateUrl(StsEndpointUrl);

        // The longest that a timer can wait for.
        if (RequestTimeout <= TimeSpan.Zero || RequestTimeout.TotalMilliseconds > int.MaxValue)
        {
            throw new OverlayIpException("RequestTimeoutOutOfRange", OverlayErrorKind.InvalidArgument,
                $"A request cannot be given {RequestTimeout} to complete. Expected more than nothing and at most 24 days.")
            { Subject = RequestTimeout, IsFatal = true };
        }
    }

    private static void ValidateUrl(string? url)
    {
        if (url is not null
            && (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)))
        {
            throw new OverlayIpException("EndpointUrlMalformed", OverlayErrorKind.InvalidArgument,
                $"'{url}' is not an endpoint URL. Expected an absolute URL such as https://ec2.eu-central-1.amazonaws.com or http://127.0.0.1:8080.")
            { Subject = url, IsFatal = true };
        }

        if (url is not null && new Uri(url).UserInfo.Length > 0)
        {
            throw new OverlayIpException("EndpointUrlMalformed", OverlayErrorKind.InvalidArgument,
                "The endpoint URL has a user name or password in it, which AWS endpoints have no use for. Requests are signed with access keys.")
            { IsFatal = true };
        }
    }

    [GeneratedRegex(@"^[a-z]{2,}(-[a-z]+)+-\d{1,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RegionPattern();

    [GeneratedRegex(@"^arn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]{1,512}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RoleArnPattern();
}
