using OverlayIp.Engine.Reach.Facts;

namespace OverlayIp.Engine.Reach.Walking;

/// <summary>
/// The way there through a transit gateway: the attachment that the packets come in by, the route table associated with it, the attachment
/// that its route names, and the route tables of that attachment's subnets, which decide inside the VPC
/// (https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html).
/// </summary>
internal sealed class TransitWalk(WalkContext context, ForwardWalk vpcs)
{
    private readonly HashSet<string> _passed = new(StringComparer.Ordinal);

    /// <summary>The attachment that the packets came in by last, or null when they entered no transit gateway.</summary>
    public TransitAttachmentFact? Entered { get; private set; }

    private PathTrace Trace => context.Trace;

    private CidrBlock Destination => context.Destination;

    /// <summary>Walks on from a VPC whose route table leads to the transit gateway.</summary>
    public Verdict Enter(string gatewayId, VpcFact vpc, SubnetFact subnet)
    {
        if (context.TransitGateway(gatewayId) is not { } gateway)
        {
            return Verdict.Pending;
        }

        if (gateway.AttachmentOf(vpc.Id) is not { IsAvailable: true } attachment)
        {
            var state = gateway.AttachmentOf(vpc.Id)?.State;
            return Trace.Stop(OverlayPathHopKind.TransitGateway, gatewayId, null, $"{vpc.Id} is not attached", new Obstacle(
                OverlayPathProblem.NotAttached, gatewayId,
                $"The route leads to {gatewayId}, but {vpc.Id} {(state is null ? "is not attached to it" : $"is attached to it by an attachment that is {state}")}.",
                Remedies.Attach(gatewayId, vpc.Id)));
        }

        return ZoneObstacle(vpc, attachment, subnet.Zone) is { } obstacle
            ? Trace.Stop(OverlayPathHopKind.TransitGatewayAttachment, attachment.Id, attachment.Name, Short(obstacle, subnet.Zone), obstacle)
            : Enter(gateway, attachment, $"{vpc.Id} enters {gatewayId}");
    }

    /// <summary>Walks on from an attachment that the packets come in by.</summary>
    public Verdict ByAttachment(TransitGatewayFact gateway, TransitAttachmentFact attachment) =>
        Enter(gateway, attachment, $"{attachment.What} enters {gateway.Id}");

    /// <summary>Why packets from a zone of the VPC cannot enter the transit gateway by the attachment, or null: it has an interface only in the zones of
    /// its subnets, and only senders in these reach it.</summary>
    public Obstacle? ZoneObstacle(VpcFact vpc, TransitAttachmentFact attachment, string zone)
    {
        var zones = vpc.Subnets.Where(s => attachment.SubnetIds.Contains(s.Id)).Select(s => s.Zone).ToHashSet(StringComparer.Ordinal);
        if (zones.Count > 0 && !zones.Contains(zone))
        {
            return new Obstacle(
                OverlayPathProblem.ZoneNotAttached, attachment.Id,
                $"The attachment {attachment.Id} of {vpc.Id} has subnets in {string.Join(", ", zones.Order(StringComparer.Ordinal))} only: what is sent in {zone} does not get to the transit gateway.",
                Remedies.AddZone(attachment.Id, zone));
        }

        return context.IsIpv6 && !attachment.SupportsIpv6
            ? new Obstacle(
                OverlayPathProblem.Ipv6NotSupported, attachment.Id, $"The attachment {attachment.Id} of {vpc.Id} does not carry IPv6.", Remedies.EnableIpv6(attachment.Id))
            : null;
    }

    /// <summary>What the hop of a zone's obstacle says.</summary>
    public static string Short(Obstacle obstacle, string zone) =>
        obstacle.Problem == OverlayPathProblem.ZoneNotAttached ? $"has no subnet in {zone}" : "does not carry IPv6";

    /// <summary>Why the route table of an attachment cannot be followed.</summary>
    public Obstacle WithoutTable(TransitGatewayFact gateway, TransitAttachmentFact attachment) => attachment.IsOfOtherOwner
        ? NotVisible(gateway)
        : new Obstacle(
            OverlayPathProblem.AssociationMissing, attachment.Id,
            $"The attachment {attachment.Id} ({attachment.What}) is associated with no route table of {gateway.Id}, so its packets are dropped.",
            Remedies.Associate(attachment.Id));

    /// <summary>Why a transit gateway of another account cannot be walked through.</summary>
    public Obstacle NotVisible(TransitGatewayFact gateway) => new(
        OverlayPathProblem.NotVisible, gateway.Id,
        $"The route tables of {gateway.Id} can be seen only in the account that owns it.",
        Remedies.WalkWithRoleOf(gateway.Id, Destination, context.Request.From.ToString()));

    private Verdict Enter(TransitGatewayFact gateway, TransitAttachmentFact attachment, string detail)
    {
        if (attachment.AssociatedTableId is not { } tableId)
        {
            return Trace.Stop(
                OverlayPathHopKind.TransitGatewayAttachment, attachment.Id, attachment.Name,
                attachment.IsOfOtherOwner ? "its route table cannot be seen" : "is associated with no route table", WithoutTable(gateway, attachment));
        }

        Trace.Pass(OverlayPathHopKind.TransitGatewayAttachment, attachment.Id, attachment.Name, detail);
        Entered = attachment;
        if (!_passed.Add(tableId))
        {
            return Trace.Stop(OverlayPathHopKind.TransitGateway, gateway.Id, null, $"comes back to {tableId}", new Obstacle(
                OverlayPathProblem.Loop, tableId,
                $"The packets come back to {tableId}, which has sent them into {attachment.What}: they go round in circles.",
                context.OverlayAttachment(gateway) is { } right && right.Id != attachment.Id
                    ? Remedies.TransitRoute(Destination, tableId, right.Id, context.TransitRoutes(tableId)?.Longest(Destination) is { } route && IsInTheWay(route))
                    : null));
        }

        try
        {
            return ByTransitTable(gateway, tableId);
        }
        finally
        {
            _passed.Remove(tableId);
        }
    }

    private Verdict ByTransitTable(TransitGatewayFact gateway, string tableId)
    {
        if (context.TransitRoutes(tableId) is not { } routes)
        {
            return Verdict.Pending;
        }

        var name = gateway.Tables.GetValueOrDefault(tableId);
        if (!routes.IsVisible)
        {
            return Trace.Stop(OverlayPathHopKind.TransitGatewayRouteTable, tableId, name, "cannot be seen", NotVisible(gateway));
        }

        if (routes.Longest(Destination) is not { } route)
        {
            return StopAtTable(gateway, tableId, null, "has no route", OverlayPathProblem.TransitRouteMissing,
                $"The route table {tableId} of {gateway.Id} has no route to {Destination}: it learns the VPC's own blocks by propagation, an overlay address only by a static route.");
        }

        if (route.IsBlackhole || route.AttachmentIds.IsEmpty)
        {
            return StopAtTable(gateway, tableId, route, "is a blackhole", OverlayPathProblem.TransitRouteBlackhole,
                $"The route to {route.Block} in {tableId} is a blackhole: it drops its packets, or its attachment is gone.");
        }

        if (routes.Routes.FirstOrDefault(r => !r.Block.Equals(Destination) && Destination.Contains(r.Block) && !r.AttachmentIds.SequenceEqual(route.AttachmentIds)) is { } shadow)
        {
            return StopAtTable(gateway, tableId, shadow, "takes a part elsewhere", OverlayPathProblem.RouteShadowed,
                $"The route table {tableId} sends a part of {Destination} elsewhere: {shadow.Block} {(shadow.IsBlackhole ? "is a blackhole" : $"goes to {string.Join(", ", shadow.AttachmentIds)}")}.");
        }

        return ToAttachment(gateway, tableId, name, route);
    }

    private Verdict ToAttachment(TransitGatewayFact gateway, string tableId, string? name, TransitRouteFact route)
    {
        var attachmentId = route.AttachmentIds[0];
        if (gateway.Find(attachmentId) is not { IsAvailable: true } attachment)
        {
            return StopAtTable(gateway, tableId, route, $"leads to {attachmentId}, which is not available", OverlayPathProblem.NotAttached,
                $"The route to {route.Block} in {tableId} leads to the attachment {attachmentId}, which is {gateway.Find(attachmentId)?.State ?? "gone"}.");
        }

        if (!attachment.IsVpc)
        {
            var isPeering = attachment.Type is "peering" or "tgw-peering";
            return StopAtTable(
                gateway, tableId, route, $"leads to {attachment.What}",
                isPeering ? OverlayPathProblem.NotVisible : OverlayPathProblem.TransitRouteElsewhere,
                $"The route to {route.Block} in {tableId} leads to {attachment.What}{(isPeering ? ", whose route tables can be seen only there." : ", and not into a VPC.")}");
        }

        Trace.Pass(OverlayPathHopKind.TransitGatewayRouteTable, tableId, name, $"{route.Block} -> {attachment.Id}", route.Block.ToString(), attachment.Id);
        if (context.IsIpv6 && !attachment.SupportsIpv6)
        {
            return Trace.Stop(OverlayPathHopKind.TransitGatewayAttachment, attachment.Id, attachment.Name, "does not carry IPv6", new Obstacle(
                OverlayPathProblem.Ipv6NotSupported, attachment.Id, $"The attachment {attachment.Id} of {attachment.What} does not carry IPv6.", Remedies.EnableIpv6(attachment.Id)));
        }

        var verdict = IntoVpc(gateway, attachment);
        return verdict.Obstacle is { Problem: OverlayPathProblem.RouteMissing } && context.OverlayAttachment(gateway) is { } right && right.Id != attachment.Id
            ? Verdict.Stopped(Elsewhere(tableId, route, attachment, right))
            : verdict;
    }

    private Verdict IntoVpc(TransitGatewayFact gateway, TransitAttachmentFact attachment)
    {
        if (context.Vpc(attachment.ResourceId!) is not { } vpc)
        {
            return Verdict.Pending;
        }

        var subnets = vpc.Subnets.Where(s => attachment.SubnetIds.Contains(s.Id)).OrderBy(s => s.Zone, StringComparer.Ordinal).ToList();
        if (!vpc.IsVisible || subnets.Count == 0)
        {
            return Trace.Stop(OverlayPathHopKind.TransitGatewayAttachment, attachment.Id, attachment.Name, $"{vpc.Id} cannot be seen", new Obstacle(
                OverlayPathProblem.NotVisible, attachment.Id,
                $"The packets reach {vpc.Id} by {attachment.Id}, but its route tables cannot be seen: it belongs to another account.",
                Remedies.WalkWithRoleOf(vpc.Id, Destination, context.Request.From.ToString())));
        }

        Trace.Pass(OverlayPathHopKind.TransitGatewayAttachment, attachment.Id, attachment.Name, $"{gateway.Id} enters {vpc.Id}");
        var verdicts = new List<(SubnetFact Subnet, Verdict Verdict)>();
        foreach (var subnet in subnets.DistinctBy(s => vpc.TableOf(s.Id)?.Id))
        {
            var verdict = vpcs.ByTable(vpc, subnet);
            if (verdict.Obstacle is not null)
            {
                return verdict;
            }

            verdicts.Add((subnet, verdict));
        }

        if (verdicts.Exists(v => v.Verdict.Target is null))
        {
            return Verdict.Pending;
        }

        var first = verdicts[0];
        var other = verdicts.Find(v => v.Verdict.Target!.Id != first.Verdict.Target!.Id);
        return other.Verdict is null ? first.Verdict : Disagree(vpc, first.Subnet, first.Verdict.Target!, other.Subnet, other.Verdict.Target!);
    }

    private Verdict Disagree(VpcFact vpc, SubnetFact first, InterfaceFact target, SubnetFact second, InterfaceFact other)
    {
        var table = vpc.TableOf(second.Id)!;
        return Trace.Stop(OverlayPathHopKind.RouteTable, table.Id, table.Name, $"leads to {other.Id}, not to {target.Id}", new Obstacle(
            OverlayPathProblem.TablesDisagree, table.Id,
            $"Packets that enter {vpc.Id} in {first.Zone} reach {target.Id}, those in {second.Zone} reach {other.Id} by {table.Id}.",
            Remedies.SwitchRoute(RouteDestination.Parse(Destination.ToString()), table.Id, target.Id)));
    }

    private Obstacle Elsewhere(string tableId, TransitRouteFact route, TransitAttachmentFact attachment, TransitAttachmentFact right) => new(
        OverlayPathProblem.TransitRouteElsewhere, tableId,
        $"The route to {route.Block} in {tableId} leads into {attachment.What}, which does not have {Destination}; {right.What} has it.",
        Remedies.TransitRoute(Destination, tableId, right.Id, IsInTheWay(route)))
    { Lacks = new LackingTransitRoute(tableId, right.Id) };

    // The remedy is always the static route to the VPC that has the address; without such a VPC there is nothing to point to.
    private Verdict StopAtTable(TransitGatewayFact gateway, string tableId, TransitRouteFact? route, string detail, OverlayPathProblem problem, string reason)
    {
        var right = context.OverlayAttachment(gateway);
        if (right is null && context.OverlayVpcId is { } vpcId && problem is not (OverlayPathProblem.NotVisible or OverlayPathProblem.RouteShadowed))
        {
            reason += $" The VPC that has the address, {vpcId}, is not attached to {gateway.Id}.";
        }

        var mends = right is not null && problem is not (OverlayPathProblem.NotVisible or OverlayPathProblem.RouteShadowed);
        var obstacle = new Obstacle(problem, tableId, reason, problem switch
        {
            OverlayPathProblem.NotVisible => null,
            OverlayPathProblem.RouteShadowed => $"Remove-OverlayTransitRoute {route!.Block} -TransitGatewayRouteTableId {tableId}",
            _ when right is not null => Remedies.TransitRoute(Destination, tableId, right.Id, route is not null && IsInTheWay(route)),
            _ when context.OverlayVpcId is { } id => Remedies.Attach(gateway.Id, id),
            _ => Remedies.TransitRoute(Destination, tableId, "<attachment of the VPC that has the address>"),
        })
        { Lacks = mends ? new LackingTransitRoute(tableId, right!.Id) : null };
        var hop = route is { AttachmentIds: [var next, ..] } ? next : null;
        return Trace.Stop(
            OverlayPathHopKind.TransitGatewayRouteTable, tableId, gateway.Tables.GetValueOrDefault(tableId),
            route is null ? detail : $"{route.Block} {detail}", obstacle, route?.Block.ToString(), hop);
    }

    private bool IsInTheWay(TransitRouteFact route) => route.IsStatic && route.Block.Equals(Destination);
}
