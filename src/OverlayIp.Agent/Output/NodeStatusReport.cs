using OverlayIp.Engine.Failover;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Agent.Output;

/// <summary>Whether this node is the target of its route sets.</summary>
internal sealed record NodeStatusReport
{
    /// <summary>True when every route table of every route set points to this node, active, and the local addresses are there.</summary>
    public required bool IsTarget { get; init; }

    /// <summary>One entry for each route set.</summary>
    public required IReadOnlyList<NodeStatusSetReport> RouteSets { get; init; }

    public static NodeStatusReport Of(IReadOnlyList<RouteSetTakeover> sets)
    {
        var reports = sets.Select(NodeStatusSetReport.Of).ToList();
        return new NodeStatusReport { IsTarget = reports.TrueForAll(r => r.IsTarget), RouteSets = reports };
    }

    /// <summary>Writes it for people.</summary>
    public void WriteTo(TextWriter writer)
    {
        var table = new TextTable("DESTINATION", "ROUTE TABLE", "NAME", "TARGET", "STATE", "THIS NODE");
        foreach (var set in RouteSets)
        {
            foreach (var row in set.RouteTables)
                table.Add(set.Destination, row.RouteTableId, row.RouteTableName ?? "-", row.Target.ToString(), row.State ?? "-", row.IsThisNode ? "yes" : "NO");
        }

        table.WriteTo(writer);
        foreach (var set in RouteSets)
            writer.WriteLine($"{set.Destination}: {set.Judge()}");
    }
}
