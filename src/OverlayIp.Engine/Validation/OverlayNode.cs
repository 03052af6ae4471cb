using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation;

/// <summary>A node: what the routes point to, or a candidate for that.</summary>
internal sealed record OverlayNode
{
    /// <summary>The instance's id where there is one, else the network interface's.</summary>
    public required string Id { get; init; }

    /// <summary>The network interface that routes point to, or would; null when it is not known.</summary>
    public string? NetworkInterfaceId { get; init; }

    public InstanceFact? Instance { get; init; }

    public NetworkInterfaceFact? Interface { get; init; }

    public bool IsTarget { get; init; }

    public bool IsRunning => Instance?.State == "running";

    /// <summary>True when an instance was named that has several network interfaces, so that the primary one was taken.</summary>
    public bool IsPrimaryAssumed { get; init; }

    /// <summary>The name, where the id stands beside it.</summary>
    public string Called => Instance?.Name ?? Id;

    public OverlayCheckConcern Concerns => IsTarget ? OverlayCheckConcern.Traffic : OverlayCheckConcern.Failover;

    /// <summary>True when a switch to it would be accepted and packets would get to it.</summary>
    public bool IsFit(string? vpcId) => IsRunning && Interface is { SourceDestCheck: false } eni && eni.VpcId == vpcId && !IsPrimaryAssumed;
}
