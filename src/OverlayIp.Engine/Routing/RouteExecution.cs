namespace OverlayIp.Engine.Routing;

/// <summary>The result of carrying a plan out. It is given even when it was stopped half-way: half-done work is reported.</summary>
public sealed record RouteExecution
{
    /// <summary>The plan.</summary>
    public required RoutePlan Plan { get; init; }

    /// <summary>One report for each step, in the plan's order.</summary>
    public required IReadOnlyList<RouteStepReport> Reports { get; init; }

    /// <summary>True when the caller stopped it before the end.</summary>
    public bool Cancelled { get; init; }

    /// <summary>The time that it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>True when every step ended as planned.</summary>
    public bool Succeeded => Reports.All(r => r.Error is null && r.Outcome is not (RouteChangeOutcome.Failed or RouteChangeOutcome.NotAttempted));
}
