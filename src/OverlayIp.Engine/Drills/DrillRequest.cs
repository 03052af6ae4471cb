using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Drills;

/// <summary>An address to move to each of several candidates and back.</summary>
public sealed record DrillRequest
{
    /// <summary>The destination.</summary>
    public required RouteDestination Destination { get; init; }

    /// <summary>The route tables; empty means all tables of the first candidate's VPC that have the destination.</summary>
    public RouteScope Scope { get; init; } = new();

    /// <summary>Where to move it, in this order. One that is named twice is visited once.</summary>
    public required IReadOnlyList<RouteTarget> Candidates { get; init; }
}
