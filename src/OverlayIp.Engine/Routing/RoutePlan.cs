namespace OverlayIp.Engine.Routing;

/// <summary>What will be done to a route set. A plan is a value: it can be printed, compared, tested and kept for later.</summary>
public sealed record RoutePlan
{
    /// <summary>The destination.</summary>
    public required RouteDestination Destination { get; init; }

    /// <summary>Where the routes will point to; null in a plan that deletes.</summary>
    public ResolvedTarget? Target { get; init; }

    /// <summary>One step for each route table.</summary>
    public required IReadOnlyList<RouteStep> Steps { get; init; }

    /// <summary>What the user should know before going on.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>True when a route that appears after the plan was made may be replaced.</summary>
    public bool MayReplace { get; init; }

    /// <summary>True when a route that disappears after the plan was made may be created.</summary>
    public bool MayCreate { get; init; }

    /// <summary>The Region, or null.</summary>
    public string? Region { get; init; }

    /// <summary>True when there is a step that changes something.</summary>
    public bool HasChanges => Steps.Any(s => s.Action is not (RouteStepAction.None or RouteStepAction.Refuse));
}
