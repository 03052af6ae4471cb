namespace OverlayIp.Agent.Output;

/// <summary>The overlay routes that were found, and whether they are as they should be.</summary>
internal sealed record StatusReport
{
    /// <summary>True when every route is active and the route tables of each destination agree.</summary>
    public required bool Healthy { get; init; }

    /// <summary>The destinations, by VPC.</summary>
    public required IReadOnlyList<StatusDestinationReport> Destinations { get; init; }

    /// <summary>The routes, by destination and VPC.</summary>
    public required IReadOnlyList<StatusRouteReport> Routes { get; init; }

    /// <summary>Judges routes. Destinations are judged by VPC: clusters of two VPCs may use the same address.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="names">The Name tags of instances, as far as they are known.</param>
    public static StatusReport Of(IEnumerable<OverlayRoute> routes, IReadOnlyDictionary<string, string> names)
    {
        var destinations = new List<StatusDestinationReport>();
        var rows = new List<StatusRouteReport>();
        foreach (var set in routes.GroupBy(r => (r.DestinationCidr, r.VpcId)).OrderBy(s => s.Key.DestinationCidr, StringComparer.Ordinal).ThenBy(s => s.Key.VpcId, StringComparer.Ordinal))
        {
            var majority = set.GroupBy(r => r.NetworkInterfaceId).MaxBy(g => g.Count())!.Key;
            var all = set
                .OrderByDescending(r => r.IsMain)
                .ThenBy(r => r.RouteTableName, StringComparer.Ordinal)
                .ThenBy(r => r.RouteTableId, StringComparer.Ordinal)
                .Select(r => Row(r, names, r.NetworkInterfaceId == majority))
                .ToList();
            rows.AddRange(all);
            destinations.Add(new StatusDestinationReport
            {
                Destination = set.Key.DestinationCidr,
                VpcId = set.Key.VpcId,
                RouteTables = all.Count,
                Agreeing = all.TrueForAll(r => r.Agrees),
                Active = set.All(r => r.State == RouteState.Active),
                DisagreeingRouteTableIds = [.. all.Where(r => !r.Agrees).Select(r => r.RouteTableId)],
            });
        }

        return new StatusReport
        {
            Healthy = destinations.TrueForAll(d => d is { Agreeing: true, Active: true }),
            Destinations = destinations,
            Routes = rows,
        };
    }

    /// <summary>Writes it for people.</summary>
    public void WriteTo(TextWriter writer)
    {
        var table = new TextTable("DESTINATION", "VPC", "ROUTE TABLE", "NAME", "TARGET", "STATE", "AGREES");
        foreach (var row in Routes)
            table.Add(row.Destination, row.VpcId, row.RouteTableId, row.RouteTableName ?? "-", row.Target.ToString(), row.State, row.Agrees ? "yes" : "NO");

        table.WriteTo(writer);
        foreach (var destination in Destinations)
            writer.WriteLine($"{destination.Destination} in {destination.VpcId}: {Judge(destination)}");
    }

    private static StatusRouteReport Row(OverlayRoute route, IReadOnlyDictionary<string, string> names, bool agrees) => new()
    {
        Destination = route.DestinationCidr,
        VpcId = route.VpcId,
        RouteTableId = route.RouteTableId,
        RouteTableName = route.RouteTableName,
        Target = new TargetReport(route.InstanceId, names.GetValueOrDefault(route.InstanceId ?? ""), route.NetworkInterfaceId),
        State = route.State == RouteState.Active ? "active" : "blackhole",
        Agrees = agrees,
    };

    private string Judge(StatusDestinationReport destination)
    {
        var blackholes = Routes.Count(r => r.Destination == destination.Destination && r.VpcId == destination.VpcId && r.State == "blackhole");
        var problems = new List<string>();
        if (blackholes > 0)
            problems.Add($"{blackholes} of {destination.RouteTables} routes {(blackholes == 1 ? "is a blackhole" : "are blackholes")}");

        if (!destination.Agreeing)
            problems.Add($"route tables disagree, {string.Join(", ", destination.DisagreeingRouteTableIds)} from the others");

        return problems.Count == 0 ? $"ok, {destination.RouteTables} route table(s) agree" : string.Join("; ", problems);
    }
}
