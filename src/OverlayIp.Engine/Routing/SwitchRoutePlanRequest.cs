namespace OverlayIp.Engine.Routing;

/// <summary>A route set to move to another target.</summary>
public sealed record SwitchRoutePlanRequest
{
    /// <summary>The destination.</summary>
    public required RouteDestination Destination { get; init; }

    /// <summary>The route tables; empty means all tables of the target's VPC that have the destination.</summary>
    public RouteScope Scope { get; init; } = new();

    /// <summary>Where the routes shall point to.</summary>
    public required RouteTarget Target { get; init; }

    /// <summary>The target as somebody has found it who knows better than EC2's answers, or null to look it up: an instance that
    /// knows itself by its metadata needs neither the calls nor the permissions for them.</summary>
    public ResolvedTarget? Resolved { get; init; }

    /// <summary>The only target that the routes may point to now, or null for any: a compare before the swap.</summary>
    public RouteTarget? From { get; init; }

    /// <summary>True accepts a target that is not running, has its check enabled or lies in another VPC, and replaces a
    /// route to something else than an instance or network interface.</summary>
    public bool Force { get; init; }

    /// <summary>True creates the route in tables of the scope that lack it.</summary>
    public bool CreateMissing { get; init; }
}
