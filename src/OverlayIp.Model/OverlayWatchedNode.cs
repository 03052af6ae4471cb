namespace OverlayIp;

/// <summary>A node as a watch sees it: what a probe script is given.</summary>
public sealed record OverlayWatchedNode
{
    /// <summary>The network interface that the routes point to when this node is the target.</summary>
    public required string NetworkInterfaceId { get; init; }

    /// <summary>The instance, or null when the interface is attached to none.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The instance's Name tag, or null.</summary>
    public string? InstanceName { get; init; }

    /// <summary>The primary private address of the interface, or null.</summary>
    public string? PrivateIpAddress { get; init; }

    /// <summary>The address that is to be probed, or null when there is none.</summary>
    public string? Address { get; init; }

    /// <summary>The destination that is watched.</summary>
    public required string DestinationCidr { get; init; }

    /// <summary>True while the routes point to this node.</summary>
    public bool IsTarget { get; init; }

    /// <summary>The instance with its name, or the network interface, as a person would call it.</summary>
    public override string ToString() => (InstanceId, InstanceName) switch
    {
        (null, _) => NetworkInterfaceId,
        (_, null) => InstanceId,
        _ => InstanceName,
    };
}
