using OverlayIp.Engine.Reach.Facts;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Reach.Walking;

/// <summary>
/// How a VPC route table decides: the longest prefix, and of equally long ones the local route, then a static one, then one of a
/// prefix list, then a propagated one (https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html).
/// </summary>
internal static class VpcRouting
{
    /// <summary>The decision, or null when the blocks of a prefix list are not known yet; the trace then has asked for them.</summary>
    public static RouteDecision? Decide(RouteTableFact table, CidrBlock block, ReachFacts facts, PathTrace trace)
    {
        var entries = new List<(RouteFact Route, CidrBlock Block)>();
        var isWhole = true;
        foreach (var route in table.Routes.Where(r => !r.IsOfGatewayEndpoint))
        {
            if (route.Block is { } only)
            {
                entries.Add((route, only));
            }
            else if (facts.PrefixLists.TryGetValue(route.Destination.PrefixListId!, out var blocks))
            {
                entries.AddRange(blocks.Select(b => (route, b)));
            }
            else
            {
                trace.Ask(ReachNeedKind.PrefixList, route.Destination.PrefixListId!);
                isWhole = false;
            }
        }

        return isWhole ? Decide(entries, block) : null;
    }

    private static RouteDecision Decide(List<(RouteFact Route, CidrBlock Block)> entries, CidrBlock block)
    {
        var (route, matched) = entries
            .Where(e => e.Block.Contains(block))
            .OrderByDescending(e => e.Block.PrefixLength).ThenBy(e => Rank(e.Route))
            .FirstOrDefault();
        var shadow = entries.Find(e => !e.Block.Equals(block) && block.Contains(e.Block) && e.Route.Hop != route?.Hop).Route;
        return new RouteDecision(route, matched, shadow);
    }

    private static int Rank(RouteFact route) => route switch
    {
        { IsLocal: true } => 0,
        { IsPropagated: true } => 3,
        { Block: null } => 2,
        _ => 1,
    };

    /// <summary>What a hop is called.</summary>
    public static string NameOf(RouteHop hop) => hop.Kind switch
    {
        _ when hop.Id == "local" => "the VPC itself",
        RouteHopKind.Gateway when hop.Id.StartsWith("igw-", StringComparison.Ordinal) => $"the internet gateway {hop.Id}",
        RouteHopKind.Gateway when hop.Id.StartsWith("vgw-", StringComparison.Ordinal) => $"the virtual private gateway {hop.Id}",
        RouteHopKind.Gateway when hop.Id.StartsWith("vpce-", StringComparison.Ordinal) => $"the endpoint {hop.Id}",
        RouteHopKind.NatGateway => $"the NAT gateway {hop.Id}",
        RouteHopKind.TransitGateway => $"the transit gateway {hop.Id}",
        RouteHopKind.VpcPeeringConnection => $"the peering connection {hop.Id}",
        RouteHopKind.EgressOnlyInternetGateway => $"the egress-only internet gateway {hop.Id}",
        RouteHopKind.LocalGateway => $"the local gateway {hop.Id}",
        RouteHopKind.CarrierGateway => $"the carrier gateway {hop.Id}",
        RouteHopKind.CoreNetwork => $"the core network {hop.Id}",
        RouteHopKind.OdbNetwork => $"the network {hop.Id}",
        _ => hop.Id.Length > 0 ? hop.Id : "a target that no longer exists",
    };
}
