using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover;

/// <summary>A destination in several route tables that is taken over as one, and the local address that goes with it.</summary>
public sealed record RouteSet
{
    /// <summary>The destination.</summary>
    public required RouteDestination Destination { get; init; }

    /// <summary>The route tables; empty for all tables of this node's VPC that have the destination.</summary>
    public RouteScope Scope { get; init; } = new();

    /// <summary>The interface, by its name in the operating system or its MAC address, whose network interface of EC2 becomes the
    /// target; null for the primary one.</summary>
    public string? Interface { get; init; }

    /// <summary>The local address, or null when something else takes care of it.</summary>
    public RouteSetAddress? Address { get; init; }

    /// <summary>The only target that the routes may point to now, this node aside; null for any.</summary>
    public RouteTarget? From { get; init; }

    /// <summary>True creates the route in tables of the scope that lack it.</summary>
    public bool CreateMissing { get; init; }

    /// <summary>True takes over though this node's source/destination check is on or a route points to something else than a node.</summary>
    public bool Force { get; init; }

    /// <summary>True takes what instance metadata says of this node for enough: EC2 is not asked for its state and its
    /// source/destination check, which needs no permission to describe instances and network interfaces. No effect on a node that
    /// was only named.</summary>
    public bool TrustNode { get; init; }

    /// <summary>The keepalived instance or sync group that it follows, or null when it follows any.</summary>
    public string? VrrpInstance { get; init; }
}
