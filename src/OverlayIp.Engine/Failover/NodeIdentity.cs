namespace OverlayIp.Engine.Failover;

/// <summary>This node as EC2 knows it: what a takeover makes the target.</summary>
public sealed record NodeIdentity
{
    /// <summary>The network interface, or null when only the instance was named.</summary>
    public string? NetworkInterfaceId { get; init; }

    /// <summary>The instance, or null when only the network interface was named.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The VPC, or null when nobody said.</summary>
    public string? VpcId { get; init; }

    /// <summary>The Region, or null when nobody said.</summary>
    public string? Region { get; init; }

    /// <summary>True when instance metadata said it: then the instance is certainly running, since it asks.</summary>
    public bool IsThisInstance { get; init; }

    /// <summary>The target of the routes: the network interface if it is known, since an instance may have several.</summary>
    /// <exception cref="InvalidOperationException">Neither is known.</exception>
    public RouteTarget Target => NetworkInterfaceId is { } networkInterfaceId
        ? RouteTarget.NetworkInterface(networkInterfaceId)
        : RouteTarget.Instance(InstanceId ?? throw new InvalidOperationException("A node is known by its instance or network interface."));
}
