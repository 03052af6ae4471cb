using OverlayIp.Engine.Reach.Facts;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Reach.Walking;

/// <summary>Finds where the packets of a source start: in which subnets, or at which attachments of the transit gateways of the VPC that has the address.</summary>
internal sealed class SourceFinder(WalkContext context)
{
    private PathTrace Trace => context.Trace;

    private PathSource From => context.Request.From;

    /// <summary>The places, or none with the verdict that says why.</summary>
    public (IReadOnlyList<PathEntry> Entries, Verdict? Verdict) Find() =>
        From.SubnetId is { } subnetId ? OfSubnet(subnetId) : OfBlock(From.Cidr!);

    private (IReadOnlyList<PathEntry>, Verdict?) OfSubnet(string subnetId)
    {
        if (!context.Facts.Subnets.TryGetValue(subnetId, out var subnet))
        {
            return ([], Trace.Ask(ReachNeedKind.Subnet, subnetId));
        }

        if (context.OverlayVpcId is { } overlayVpcId)
        {
            // Asked for with the source's, which saves a round trip; remedies name its target.
            context.Vpc(overlayVpcId);
        }

        if (context.Vpc(subnet.VpcId) is not { } vpc)
        {
            return ([], Verdict.Pending);
        }

        if (subnet.BlockLike(context.Destination) is not { } block)
        {
            return ([], Trace.Stop(OverlayPathHopKind.Subnet, subnet.Id, subnet.Name, "has no IPv6 block", new Obstacle(
                OverlayPathProblem.Ipv6NotSupported, subnet.Id,
                $"The subnet {subnet.Id} has no IPv6 block, so nothing in it can send to {context.Destination}.",
                $"aws ec2 associate-subnet-cidr-block --subnet-id {subnet.Id} --ipv6-cidr-block <block of the VPC>")));
        }

        return ([PathEntry.At(vpc, subnet, block)], null);
    }

    private (IReadOnlyList<PathEntry>, Verdict?) OfBlock(CidrBlock source)
    {
        // The walker has made sure that there is one: without it, nothing is known that a block could lead to.
        if (context.Vpc(context.OverlayVpcId!) is not { } vpc)
        {
            return ([], Verdict.Pending);
        }

        if (vpc.Blocks.Any(b => b.Contains(source)))
        {
            return InVpc(vpc, source);
        }

        if (context.TransitGatewaysOf(vpc.Id) is not { } gatewayIds)
        {
            return ([], Verdict.Pending);
        }

        var gateways = gatewayIds.Select(context.TransitGateway).ToList();
        if (gateways.Contains(null))
        {
            return ([], Verdict.Pending);
        }

        var doors = new List<(TransitGatewayFact Gateway, TransitAttachmentFact Attachment, CidrBlock Block)>();
        foreach (var gateway in gateways.OfType<TransitGatewayFact>())
        {
            doors.AddRange(DoorsOf(gateway, vpc.Id, source));
        }

        if (Trace.Needs.Count > 0)
        {
            return ([], Verdict.Pending);
        }

        // The whole block counts before parts of it.
        var whole = doors.FindAll(d => d.Block.Contains(source));
        var chosen = (whole.Count > 0 ? whole : doors).DistinctBy(d => d.Attachment.Id).ToList();
        return chosen.Count == 0 ? ([], NoWayIn(vpc, source, gateways!)) : Enter(chosen, source);
    }

    private (IReadOnlyList<PathEntry>, Verdict?) InVpc(VpcFact vpc, CidrBlock source)
    {
        var subnets = vpc.Subnets.Where(s => s.Blocks.Any(source.Overlaps)).OrderBy(s => s.Zone, StringComparer.Ordinal).ToList();
        return subnets.Count > 0
            ? ([.. subnets.Select(s => PathEntry.At(vpc, s, source))], null)
            : ([], Trace.Stop(OverlayPathHopKind.Source, source.ToString(), null, $"no subnet of {vpc.Id} has it", new Obstacle(
                OverlayPathProblem.NoWayIn, vpc.Id, $"{source} lies inside {vpc.Id}, but no subnet of it has these addresses.", null)));
    }

    // The attachments that a transit gateway sends the source's packets to: they come from there as well. A default route into a VPC is its way to
    // the internet and not to the source.
    private IEnumerable<(TransitGatewayFact, TransitAttachmentFact, CidrBlock)> DoorsOf(TransitGatewayFact gateway, string overlayVpcId, CidrBlock source)
    {
        var tables = gateway.Tables.Keys.Concat(gateway.Attachments.Select(a => a.AssociatedTableId).OfType<string>()).Distinct().Order(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            var routes = context.TransitRoutes(table);
            foreach (var route in (routes?.Routes ?? []).Where(r => r.Block.Overlaps(source)).OrderByDescending(r => r.Block.PrefixLength))
            {
                foreach (var attachment in route.AttachmentIds.Select(gateway.Find).OfType<TransitAttachmentFact>())
                {
                    if (attachment.ResourceId != overlayVpcId && !(attachment.IsVpc && route.Block.PrefixLength == 0) && IsBest(routes!, route, source))
                    {
                        yield return (gateway, attachment, route.Block);
                    }
                }
            }
        }
    }

    // Of the routes that cover the whole source, only the longest decides.
    private static bool IsBest(TransitRoutesFact routes, TransitRouteFact route, CidrBlock source) =>
        !route.Block.Contains(source) || route == routes.Longest(source);

    private (IReadOnlyList<PathEntry>, Verdict?) Enter(
        List<(TransitGatewayFact Gateway, TransitAttachmentFact Attachment, CidrBlock Block)> doors, CidrBlock source)
    {
        var entries = new List<PathEntry>();
        foreach (var (gateway, attachment, _) in doors)
        {
            if (!attachment.IsVpc || attachment.ResourceId is null)
            {
                entries.Add(PathEntry.By(gateway, attachment, source));
                continue;
            }

            if (context.Vpc(attachment.ResourceId) is not { } vpc)
            {
                continue;
            }

            var subnets = vpc.Subnets.Where(s => s.Blocks.Any(source.Overlaps)).OrderBy(s => s.Zone, StringComparer.Ordinal).ToList();

            // A VPC of another account, or a network behind an appliance in this one: only what the transit gateway does can be told.
            entries.AddRange(vpc.IsVisible && subnets.Count > 0 ? subnets.Select(s => PathEntry.At(vpc, s, source)) : [PathEntry.By(gateway, attachment, source)]);
        }

        return Trace.Needs.Count > 0 ? ([], Verdict.Pending) : (entries, null);
    }

    private Verdict NoWayIn(VpcFact vpc, CidrBlock source, IEnumerable<TransitGatewayFact> gateways)
    {
        // What the VPC's own tables lead back to the source by is what the source's packets would come in by.
        var hops = vpc.Tables
            .Select(t => VpcRouting.Decide(t, source, context.Facts, Trace)?.Route)
            .OfType<RouteFact>().Where(r => !r.IsLocal).Select(r => r.Hop).Distinct().ToList();
        if (Trace.Needs.Count > 0)
        {
            return Verdict.Pending;
        }

        if (hops.Find(h => h.Kind == RouteHopKind.VpcPeeringConnection) is { } peering)
        {
            return Trace.Stop(OverlayPathHopKind.VpcPeeringConnection, peering.Id, null, $"is the way from {source}", Obstacles.Peering(peering.Id, context.Destination));
        }

        if (hops.Find(h => h.Kind == RouteHopKind.Gateway && h.Id.StartsWith("vgw-", StringComparison.Ordinal)) is { } vpn)
        {
            return Trace.Stop(OverlayPathHopKind.Gateway, vpn.Id, null, $"is the way from {source}", Obstacles.Vpn(vpn.Id, context.Destination));
        }

        var known = gateways.Select(g => g.Id).ToList();
        return Trace.Stop(OverlayPathHopKind.Source, source.ToString(), null, $"nothing leads from it to {vpc.Id}", new Obstacle(
            OverlayPathProblem.NoWayIn, vpc.Id,
            known.Count == 0
                ? $"Nothing leads from {source} to {vpc.Id}: it is attached to no transit gateway, and no route of it leads there. From outside, an overlay address is reached through a transit gateway, or through a Network Load Balancer that has it as an IP target."
                : $"Nothing leads from {source} to {vpc.Id}: no route table of {string.Join(", ", known)} has a route to {source}.",
            known.Count == 0 ? Remedies.Attach("<transit gateway id>", vpc.Id) : null));
    }
}
