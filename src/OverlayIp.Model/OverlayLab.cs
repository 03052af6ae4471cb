namespace OverlayIp;

/// <summary>
/// A running lab: an EC2 endpoint on loopback with a VPC of its own. Its keys are made up for it, open nothing else and
/// are valid only while it runs, so they are plain properties.
/// </summary>
public sealed record OverlayLab
{
    /// <summary>A short name that tells running labs apart, such as <c>lab-1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where the lab answers, such as <c>http://127.0.0.1:40123</c>. Give it to the AWS CLI as <c>--endpoint-url</c>.</summary>
    public required string EndpointUrl { get; init; }

    /// <summary>The Region that the lab plays.</summary>
    public required string Region { get; init; }

    /// <summary>The account that owns everything in the lab.</summary>
    public required string AccountId { get; init; }

    /// <summary>The access key id that the lab accepts.</summary>
    public required string AccessKeyId { get; init; }

    /// <summary>The secret access key that the lab accepts.</summary>
    public required string SecretAccessKey { get; init; }

    /// <summary>The default VPC, or null for an empty lab.</summary>
    public string? VpcId { get; init; }

    /// <summary>The CIDR block of the default VPC, or null for an empty lab.</summary>
    public string? VpcCidr { get; init; }

    /// <summary>The nodes that overlay addresses move between, in the order of their names; empty for an empty lab.</summary>
    public IReadOnlyList<OverlayLabNode> Nodes { get; init; } = [];

    /// <summary>The instances that ask for what the nodes serve: one in a networked lab, none otherwise.</summary>
    public IReadOnlyList<OverlayLabNode> Clients { get; init; } = [];

    /// <summary>True when the lab is a real network, in which packets go where the route tables say.</summary>
    public bool IsNetworked { get; init; }

    /// <summary>What the lab could not do in its network, the latest last; empty when all is as the API says.</summary>
    public IReadOnlyList<string> NetworkProblems { get; init; } = [];

    /// <summary>The route tables of the default VPC, the main one first.</summary>
    public IReadOnlyList<string> RouteTableIds { get; init; } = [];

    /// <summary>The environment variables that point the AWS CLI and the AWS SDKs at the lab. AWS CLIs before 2.13 do not know
    /// <c>AWS_ENDPOINT_URL</c> and would go to AWS: they need <c>--endpoint-url</c> as well.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVariables => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["AWS_ACCESS_KEY_ID"] = AccessKeyId,
        ["AWS_SECRET_ACCESS_KEY"] = SecretAccessKey,
        ["AWS_DEFAULT_REGION"] = Region,
        ["AWS_REGION"] = Region,
        ["AWS_ENDPOINT_URL"] = EndpointUrl,
    };

    /// <summary>The faults that are switched on.</summary>
    public OverlayLabFault Fault { get; init; } = new();

    /// <summary>When the lab was started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>How many API calls it has answered, lost or refused.</summary>
    public long CallCount { get; init; }

    /// <summary>How many API calls have arrived and are not answered yet: with <see cref="OverlayLabFault.Latency"/>, those that wait.</summary>
    public int CallsUnderWay { get; init; }
}
