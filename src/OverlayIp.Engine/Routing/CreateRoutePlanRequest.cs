namespace OverlayIp.Engine.Routing;

/// <summary>A route set to create.</summary>
public sealed record CreateRoutePlanRequest
{
    /// <summary>The destination.</summary>
    public required RouteDestination Destination { get; init; }

    /// <summary>The route tables; must not be empty.</summary>
    public required RouteScope Scope { get; init; }

    /// <summary>Where the routes shall point to.</summary>
    public required RouteTarget Target { get; init; }

    /// <summary>True replaces routes that exist already and accepts a target that is not running.</summary>
    public bool Force { get; init; }
}
