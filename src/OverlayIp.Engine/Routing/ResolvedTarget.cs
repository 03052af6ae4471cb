namespace OverlayIp.Engine.Routing;

/// <summary>A route target as EC2 knows it: the one network interface that packets will be sent to, and its state.</summary>
public sealed record ResolvedTarget
{
    /// <summary>The network interface. Requests always name it: EC2 refuses an instance that has several.</summary>
    public required string NetworkInterfaceId { get; init; }

    /// <summary>The instance that it is attached to, or null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The instance's Name tag, or null.</summary>
    public string? InstanceName { get; init; }

    /// <summary>The instance's state, such as <c>running</c>; null when the interface is attached to none.</summary>
    public string? InstanceState { get; init; }

    /// <summary>The primary private address of the interface: IPv4, else IPv6; null when it has none.</summary>
    public string? PrivateIpAddress { get; init; }

    /// <summary>The VPC.</summary>
    public required string VpcId { get; init; }

    /// <summary>True while the source/destination check would drop the overlay traffic.</summary>
    public required bool SourceDestCheck { get; init; }

    /// <summary>True when a route to it is active rather than a blackhole.</summary>
    public bool IsRunning => InstanceState == "running";

    internal RouteHop Hop => new(RouteHopKind.NetworkInterface, NetworkInterfaceId);

    /// <summary>The instance with its name, or the network interface, as a person would call it.</summary>
    public override string ToString() => (InstanceId, InstanceName) switch
    {
        (null, _) => NetworkInterfaceId,
        (_, null) => $"{InstanceId} ({NetworkInterfaceId})",
        _ => $"{InstanceName} ({InstanceId}, {NetworkInterfaceId})",
    };
}
