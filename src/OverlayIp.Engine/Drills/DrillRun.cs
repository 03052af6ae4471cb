using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Drills;

/// <summary>One run of a drill: what was done so far, and where the routes should be.</summary>
internal sealed class DrillRun(DrillPlan plan, DrillOptions options, IAnswerWatch? watch, IOperationObserver observer)
{
    private readonly Dictionary<string, RouteHop> _hops = plan.Originals.ToDictionary(o => o.RouteTableId, o => o.Previous!, StringComparer.Ordinal);
    private readonly HashSet<string> _uncertain = new(StringComparer.Ordinal);

    public DrillPlan Plan { get; } = plan;

    public DrillOptions Options { get; } = options;

    public IAnswerWatch? Watch { get; } = watch;

    public IOperationObserver Observer { get; } = observer;

    public List<DrillStepReport> Steps { get; } = [];

    public RouteScope Scope { get; } = new() { RouteTableIds = [.. plan.Originals.Select(o => o.RouteTableId)] };

    /// <summary>True once a change was sent.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>Where a table's route should point to by now.</summary>
    public RouteHop HopOf(string tableId) => _hops[tableId];

    /// <summary>True for a table of which it is not known whether a change will still come into force.</summary>
    public bool IsUncertain(string tableId) => _uncertain.Contains(tableId);

    /// <summary>True for a hop that the drill itself has set, or found.</summary>
    public bool IsOurs(RouteHop? hop) => hop is not null
        && (Plan.Candidates.Any(c => c.Hop == hop) || Plan.Originals.Any(o => o.Previous == hop));

    /// <summary>Notes what a switch has done.</summary>
    public void Note(RouteExecution execution)
    {
        foreach (var report in execution.Reports)
        {
            HasChanged |= report.Attempts > 0;
            if (report is { Attempts: > 0, Verified: false })
            {
                _uncertain.Add(report.Step.RouteTableId);
            }

            _hops[report.Step.RouteTableId] = execution.Plan.Target!.Hop;
        }
    }
}
