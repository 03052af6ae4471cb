using System.Collections.ObjectModel;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>
/// The sets of time-outs and retry settings that <c>AWS_DEFAULTS_MODE</c> chooses from, with the values that AWS fixed
/// for all SDKs.
/// </summary>
public static class AmazonEC2DefaultConfiguration
{
    /// <summary>For most uses; the default.</summary>
    public static IDefaultConfiguration Standard { get; } = Create(DefaultConfigurationMode.Standard, 3100);

    /// <summary>For callers in the same AWS region.</summary>
    public static IDefaultConfiguration InRegion { get; } = Create(DefaultConfigurationMode.InRegion, 1100);

    /// <summary>For callers in another AWS region.</summary>
    public static IDefaultConfiguration CrossRegion { get; } = Create(DefaultConfigurationMode.CrossRegion, 3100);

    /// <summary>For callers on slow links.</summary>
    public static IDefaultConfiguration Mobile { get; } = Create(DefaultConfigurationMode.Mobile, 30000);

    /// <summary>Lets the SDK find out which of the others fits.</summary>
    public static IDefaultConfiguration Auto { get; } = Create(DefaultConfigurationMode.Auto, 1100);

    /// <summary>All of them.</summary>
    public static ReadOnlyCollection<IDefaultConfiguration> GetAllConfigurations() =>
        new([Standard, InRegion, CrossRegion, Mobile, Auto]);

    private static DefaultConfiguration Create(DefaultConfigurationMode mode, double connectMilliseconds) => new()
    {
        Name = mode,
        RetryMode = RequestRetryMode.Standard,
        S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
        ConnectTimeout = TimeSpan.FromMilliseconds(connectMilliseconds),
        TlsNegotiationTimeout = TimeSpan.FromMilliseconds(connectMilliseconds),
    };
}
