using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Output;

/// <summary>Whether this node is the target of a route set.</summary>
internal sealed record NodeStatusSetReport
{
    /// <summary>The destination in canonical form.</summary>
    public required string Destination { get; init; }

    /// <summary>This node, or null when it was not found.</summary>
    public required NodeReport? Node { get; init; }

    /// <summary>True when all route tables point to this node, active, and the local address is there if it is to be.</summary>
    public required bool IsTarget { get; init; }

    /// <summary><c>all</c>, <c>some</c> or <c>none</c> of the route tables point to this node; null when they could not be read.</summary>
    public required string? Holds { get; init; }

    /// <summary>Whether the local address is there; null when it is not this program's to manage.</summary>
    public required bool? AddressPresent { get; init; }

    /// <summary>The route tables that do not point to this node, or have no such route.</summary>
    public required IReadOnlyList<string> DisagreeingRouteTableIds { get; init; }

    /// <summary>The route tables.</summary>
    public required IReadOnlyList<NodeStatusTableReport> RouteTables { get; init; }

    /// <summary>The stable id of the error, or null.</summary>
    public required string? ErrorId { get; init; }

    public static NodeStatusSetReport Of(RouteSetTakeover set)
    {
        var node = set.Plan?.Target;
        var tables = (set.Plan?.Steps ?? []).Select(step => new NodeStatusTableReport
        {
            RouteTableId = step.RouteTableId,
            RouteTableName = step.RouteTableName,
            VpcId = step.VpcId,
            Target = new TargetReport(step.PreviousRoute?.InstanceId, null, step.PreviousRoute?.NetworkInterfaceId),
            State = step.PreviousRoute is { } route ? route.State == RouteState.Active ? "active" : "blackhole" : null,
            IsThisNode = node is not null && step.PreviousRoute?.NetworkInterfaceId == node.NetworkInterfaceId,
        }).ToList();
        var mine = tables.Count(t => t.IsThisNode);
        bool? isPresent = set.Set.Address is null || set.Plan is null ? null : set.Address is not null;
        return new NodeStatusSetReport
        {
            Destination = set.Set.Destination.ToString(),
            Node = NodeReport.Of(set.Node),
            IsTarget = tables.Count > 0 && tables.TrueForAll(t => t is { IsThisNode: true, State: "active" }) && isPresent != false,
            Holds = set.Plan is null ? null : mine == 0 ? "none" : mine == tables.Count ? "all" : "some",
            AddressPresent = isPresent,
            DisagreeingRouteTableIds = [.. tables.Where(t => !t.IsThisNode).Select(t => t.RouteTableId)],
            RouteTables = tables,
            ErrorId = set.Error?.ErrorId,
        };
    }

    /// <summary>The judgement in words.</summary>
    public string Judge()
    {
        var where = Holds switch
        {
            "all" => $"this node is the target in all {RouteTables.Count} route table(s)",
            "some" => $"this node is the target, but not in {string.Join(", ", DisagreeingRouteTableIds)}",
            "none" => "this node is not the target",
            _ => "cannot be told",
        };
        if (RouteTables.Any(t => t is { IsThisNode: true, State: "blackhole" }))
            where += ", and the route is a blackhole";

        return AddressPresent switch
        {
            true => where + "; the address is on this machine",
            false => where + "; the address is not on this machine",
            null => where,
        };
    }
}
