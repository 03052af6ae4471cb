namespace OverlayIp.Engine.Drills;

/// <summary>The result of a drill. It is given even when it was stopped half-way.</summary>
public sealed record DrillReport
{
    /// <summary>The plan.</summary>
    public required DrillPlan Plan { get; init; }

    /// <summary>One report for each candidate.</summary>
    public required IReadOnlyList<DrillStepReport> Steps { get; init; }

    /// <summary>The restoring of the original targets.</summary>
    public required DrillStepReport Restore { get; init; }

    /// <summary>True when the caller stopped it before the end.</summary>
    public bool Cancelled { get; init; }

    /// <summary>The route tables that could not be restored.</summary>
    public IEnumerable<Routing.RouteStep> NotRestored =>
        Plan.Originals.Where(o => Restore.Reports.Any(r => r.Step.RouteTableId == o.RouteTableId && r.Error is not null));

    /// <summary>The results, the restoring last.</summary>
    public IEnumerable<OverlayDrillResult> ToResults() => Steps.Append(Restore).Select((step, index) => step.ToResult(Plan, index + 1));
}
