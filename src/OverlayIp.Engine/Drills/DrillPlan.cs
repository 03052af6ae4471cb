using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Drills;

/// <summary>What a drill will do. Making it changes nothing, and every candidate of it was found fit.</summary>
public sealed record DrillPlan
{
    /// <summary>The destination.</summary>
    public required RouteDestination Destination { get; init; }

    /// <summary>The candidates, in their order.</summary>
    public required IReadOnlyList<ResolvedTarget> Candidates { get; init; }

    /// <summary>The routes as they are, one for each route table: what will be restored.</summary>
    public required IReadOnlyList<RouteStep> Originals { get; init; }

    /// <summary>The targets as they are: where the address will be in the end.</summary>
    public required IReadOnlyList<ResolvedTarget> OriginalTargets { get; init; }

    /// <summary>The Region, or null.</summary>
    public string? Region { get; init; }

    /// <summary>The commands that restore the original targets by hand, one for each of them.</summary>
    public IEnumerable<string> RestoringCommands => CommandsFor(Originals);

    /// <summary>The commands that restore some of the originals by hand.</summary>
    /// <param name="originals">Which.</param>
    public IEnumerable<string> CommandsFor(IEnumerable<RouteStep> originals) => originals.GroupBy(o => o.PreviousRoute!.NetworkInterfaceId).Select(group =>
        $"Switch-OverlayRoute {Destination} -RouteTableId {string.Join(", ", group.Select(o => o.RouteTableId))} -NetworkInterfaceId {group.Key} -Force");
}
