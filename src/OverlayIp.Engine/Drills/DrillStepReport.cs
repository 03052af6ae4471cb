using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Drills;

/// <summary>What became of one step of a drill.</summary>
public sealed record DrillStepReport
{
    /// <summary>The target; null for restoring several.</summary>
    public ResolvedTarget? Target { get; init; }

    /// <summary>True for the restoring of the originals.</summary>
    public bool IsRestore { get; init; }

    /// <summary>What became of it.</summary>
    public required OverlayDrillOutcome Outcome { get; init; }

    /// <summary>The route tables.</summary>
    public IReadOnlyList<RouteStepReport> Reports { get; init; } = [];

    /// <summary>Time from the first change until the last route table was verified.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The longest time without an answer, or null.</summary>
    public TimeSpan? Outage { get; init; }

    /// <summary>What went wrong, or null.</summary>
    public OverlayIpException? Error { get; init; }

    internal OverlayDrillResult ToResult(DrillPlan plan, int number) => new()
    {
        Step = number,
        IsRestore = IsRestore,
        DestinationCidr = plan.Destination.ToString(),
        InstanceId = Target?.InstanceId,
        InstanceName = Target?.InstanceName,
        NetworkInterfaceId = Target?.NetworkInterfaceId,
        Outcome = Outcome,
        Tables = [.. Reports.Select(r => r.ToChange(new RoutePlan { Destination = plan.Destination, Steps = [], Region = plan.Region }))],
        Elapsed = Elapsed,
        Outage = Outage,
        ErrorId = Error?.ErrorId,
        Message = Error?.Message,
        Region = plan.Region,
    };
}
