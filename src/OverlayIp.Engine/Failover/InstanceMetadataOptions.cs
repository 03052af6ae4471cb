namespace OverlayIp.Engine.Failover;

/// <summary>Where instance metadata is, and how patient to be with it.</summary>
public sealed record InstanceMetadataOptions
{
    private const string Ipv4 = "http://169.254.169.254";
    private const string Ipv6 = "http://[fd00:ec2::254]";

    /// <summary>The base URL.</summary>
    public Uri Endpoint { get; init; } = new(Ipv4);

    /// <summary>True when the user has turned it off (<c>AWS_EC2_METADATA_DISABLED</c>).</summary>
    public bool IsDisabled { get; init; }

    /// <summary>How long one request may take. The service is in the hypervisor and answers within milliseconds; the AWS CLI waits a second, too.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a request is repeated while nobody answers or the answer is a server's error.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Reads the environment variables that every AWS SDK has: <c>AWS_EC2_METADATA_DISABLED</c>,
    /// <c>AWS_EC2_METADATA_SERVICE_ENDPOINT</c>, <c>AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE</c> (<c>IPv4</c> or <c>IPv6</c>).
    /// </summary>
    /// <param name="read">Gives the value of a variable, or null.</param>
    /// <exception cref="OverlayIpException"><c>InstanceMetadataEndpointMalformed</c>.</exception>
    public static InstanceMetadataOptions FromEnvironment(Func<string, string?> read)
    {
        var isIpv6 = string.Equals(read("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"), "IPv6", StringComparison.OrdinalIgnoreCase);
        return new InstanceMetadataOptions
        {
            IsDisabled = string.Equals(read("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase),
            Endpoint = read("AWS_EC2_METADATA_SERVICE_ENDPOINT") is { Length: > 0 } url ? Parse(url) : new Uri(isIpv6 ? Ipv6 : Ipv4),
        };
    }

    private static Uri Parse(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        ? uri
        : throw new OverlayIpException("InstanceMetadataEndpointMalformed", OverlayErrorKind.InvalidArgument,
            $"AWS_EC2_METADATA_SERVICE_ENDPOINT is '{url}', which is no URL. Expected one such as http://169.254.169.254.")
        { Subject = url, IsFatal = true };
}
