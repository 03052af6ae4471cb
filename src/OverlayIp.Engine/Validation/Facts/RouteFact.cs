using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Validation.Facts;

/// <summary>A route of a VPC route table.</summary>
internal sealed record RouteFact
{
    public required RouteDestination Destination { get; init; }

    public required RouteHop Hop { get; init; }

    /// <summary>The instance that EC2 names beside the network interface, or null.</summary>
    public string? InstanceId { get; init; }

    public bool IsBlackhole { get; init; }

    /// <summary>True for the routes that come with the table and cover the VPC itself.</summary>
    public bool IsLocal { get; init; }

    /// <summary>True for a route that a virtual private gateway announced: nobody can replace or delete it.</summary>
    public bool IsPropagated { get; init; }

    /// <summary>True for a route that somebody made to an instance or a network interface.</summary>
    public bool IsOverlay => !IsLocal && !IsPropagated && Hop.IsOverlayTarget;

    /// <summary>The network interface that it points to, or null.</summary>
    public string? NetworkInterfaceId => Hop is { Kind: RouteHopKind.NetworkInterface, Id.Length: > 0 } ? Hop.Id : null;

    /// <summary>The target as a person would call it.</summary>
    public string HopText => (InstanceId, Hop.Id) switch
    {
        ({ } instance, { Length: > 0 } hop) when hop != instance => $"{instance} ({hop})",
        (_, { Length: > 0 } hop) => hop,
        _ => "nothing that still exists",
    };
}
