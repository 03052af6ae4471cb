namespace OverlayIp.Engine.Routing;

/// <summary>A route set to delete.</summary>
public sealed record RemoveRoutePlanRequest
{
    /// <summary>The destination.</summary>
    public required RouteDestination Destination { get; init; }

    /// <summary>The route tables; must not be empty.</summary>
    public required RouteScope Scope { get; init; }
}
