using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover;

/// <summary>A route set as it was read a moment ago.</summary>
public sealed record WarmRouteSet
{
    /// <summary>The route set.</summary>
    public required RouteSet Set { get; init; }

    /// <summary>This node.</summary>
    public required NodeIdentity Node { get; init; }

    /// <summary>What a takeover would have done then.</summary>
    public required RoutePlan Plan { get; init; }

    /// <summary>When it was read, as a timestamp of the clock.</summary>
    public required long ReadAt { get; init; }

    /// <summary>True when every route table pointed to this node.</summary>
    public bool IsHere => Plan.Steps.All(s => s.Action == RouteStepAction.None);

    /// <summary>True when some route tables pointed to this node and others did not: a takeover that is under way, or one that was broken off.</summary>
    public bool IsSplit => !IsHere && Plan.Steps.Any(s => s.Action == RouteStepAction.None);

    /// <summary>Where the route tables pointed, each target once.</summary>
    public IReadOnlyList<string> Targets =>
        [.. Plan.Steps.Select(s => s.PreviousRoute?.InstanceId ?? s.Previous?.Id ?? "none").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The plan to send without looking again, or null when it takes a look: a table that pointed here then may point elsewhere
    /// by now, so all are replaced; but <c>from</c> is a compare with what is true now, and what was refused may have changed.</summary>
    internal RoutePlan? ForTakeover() => Set.From is not null || Plan.Steps.Any(s => s.Action == RouteStepAction.Refuse)
        ? null
        : Plan with { Steps = [.. Plan.Steps.Select(s => s.Action == RouteStepAction.None ? s with { Action = RouteStepAction.Replace } : s)], Warnings = [] };
}
