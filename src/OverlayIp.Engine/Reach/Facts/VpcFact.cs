using System.Collections.Immutable;

namespace OverlayIp.Engine.Reach.Facts;

/// <summary>A VPC as far as routing goes.</summary>
internal sealed record VpcFact
{
    public required string Id { get; init; }

    public ImmutableArray<RouteTableFact> Tables { get; init; } = [];

    public ImmutableArray<SubnetFact> Subnets { get; init; } = [];

    /// <summary>False for a VPC of another account: none of its tables can be seen.</summary>
    public bool IsVisible => !Tables.IsEmpty;

    /// <summary>The VPC's own blocks: every table has a local route for each of them.</summary>
    public IEnumerable<CidrBlock> Blocks => Tables.SelectMany(t => t.Routes).Where(r => r.IsLocal).Select(r => r.Block).OfType<CidrBlock>().Distinct();

    /// <summary>The table that a subnet uses: the one associated with it, else the main one.</summary>
    public RouteTableFact? TableOf(string subnetId) =>
        Tables.FirstOrDefault(t => t.SubnetIds.Contains(subnetId)) ?? Tables.FirstOrDefault(t => t.IsMain);

    /// <summary>The interfaces that the tables send a destination to, the most used one first.</summary>
    public IEnumerable<string> TargetsOf(CidrBlock destination) =>
        from table in Tables
        from route in table.Routes
        where !route.IsBlackhole && route.Hop.IsOverlayTarget && route.Hop.Id.Length > 0 && destination.Equals(route.Block)
        group route by route.Hop.Id into target
        orderby target.Count() descending, target.Key
        select target.Key;
}
