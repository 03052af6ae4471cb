using OverlayIp.Engine.Reach.Facts;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Reach.Walking;

/// <summary>
/// The way back: from the subnet of the target to the source. Inside the VPC the local route does it. Through a transit gateway, the answers must
/// enter the one by which the packets came, and its route table for this VPC must lead to the attachment that they came from.
/// </summary>
internal sealed class ReturnWalk(WalkContext context, TransitWalk transit)
{
    private PathTrace Trace => context.Trace;

    /// <summary>Walks back to where the packets came from.</summary>
    /// <param name="target">The network interface that they have reached.</param>
    /// <param name="way">How they came.</param>
    public Verdict Back(InterfaceFact target, ReturnWay way)
    {
        Trace.Direction = OverlayPathDirection.Return;
        if (context.Vpc(target.VpcId) is not { } vpc)
        {
            return Verdict.Pending;
        }

        if (vpc.Subnets.FirstOrDefault(s => s.Id == target.SubnetId) is not { } subnet || vpc.TableOf(subnet.Id) is not { } table)
        {
            return Verdict.Arrived(target);
        }

        if (VpcRouting.Decide(table, way.Block, context.Facts, Trace) is not { } decision)
        {
            return Verdict.Pending;
        }

        if (way.VpcId == vpc.Id)
        {
            return BackInside(target, way, table, decision);
        }

        return way.TransitGatewayId is { } gatewayId ? BackThrough(gatewayId, target, way, vpc, subnet, table, decision) : Verdict.Arrived(target);
    }

    private Verdict BackInside(InterfaceFact target, ReturnWay way, RouteTableFact table, RouteDecision decision)
    {
        if (decision.Route is { IsLocal: true })
        {
            Pass(table, decision);
            return Verdict.Arrived(target);
        }

        return Stop(table, decision, OverlayPathProblem.ReturnAsymmetric, way,
            $"The answers to {way.Block} are taken out of the VPC's own traffic by the route to {decision.Display} in {table.Id}, to {Next(decision)}.",
            decision.Route is null ? null : Remedies.DeleteRoute(decision.Route.Destination, table.Id));
    }

    private Verdict BackThrough(
        string gatewayId, InterfaceFact target, ReturnWay way, VpcFact vpc, SubnetFact subnet, RouteTableFact table, RouteDecision decision)
    {
        if (decision.Route is null)
        {
            return Stop(table, decision, OverlayPathProblem.ReturnMissing, way,
                $"The route table {table.Id} of the target's subnet {subnet.Id} has no route back to {way.Block}: the answers are lost.",
                Remedies.RouteToTransitGateway(way.Block, table.Id, gatewayId));
        }

        var isExact = way.Block.Equals(decision.Route.Block);
        if (decision.Route.IsBlackhole)
        {
            return Stop(table, decision, OverlayPathProblem.ReturnMissing, way,
                $"The route back to {way.Block} in {table.Id} ({decision.Display}) is a blackhole: the answers are lost.",
                Remedies.RouteToTransitGateway(way.Block, table.Id, gatewayId, isExact));
        }

        if (decision.Route.Hop is not { Kind: RouteHopKind.TransitGateway } hop || hop.Id != gatewayId)
        {
            return Stop(table, decision, OverlayPathProblem.ReturnAsymmetric, way,
                $"The packets come by {gatewayId}, but the route table {table.Id} of the target's subnet sends the answers to {way.Block} by its route to {decision.Display} to {Next(decision)}, which does not bring them back.",
                Remedies.RouteToTransitGateway(way.Block, table.Id, gatewayId, isExact && !decision.Route.IsPropagated));
        }

        if (decision.Shadow is { IsLocal: false } shadow && shadow.Hop.Id != gatewayId)
        {
            return Stop(table, decision, OverlayPathProblem.ReturnAsymmetric, way,
                $"The answers to a part of {way.Block} take another way: the route to {shadow.Destination} in {table.Id} leads to {VpcRouting.NameOf(shadow.Hop)}.",
                Remedies.DeleteRoute(shadow.Destination, table.Id));
        }

        Pass(table, decision);
        return context.TransitGateway(gatewayId) is { } gateway ? BackByGateway(gateway, target, way, vpc, subnet) : Verdict.Pending;
    }

    private Verdict BackByGateway(TransitGatewayFact gateway, InterfaceFact target, ReturnWay way, VpcFact vpc, SubnetFact subnet)
    {
        if (gateway.AttachmentOf(vpc.Id) is not { IsAvailable: true } attachment)
        {
            return Trace.Stop(OverlayPathHopKind.TransitGateway, gateway.Id, null, $"{vpc.Id} is not attached", new Obstacle(
                OverlayPathProblem.NotAttached, gateway.Id, $"The VPC {vpc.Id} is not attached to {gateway.Id}: the answers are lost.", Remedies.Attach(gateway.Id, vpc.Id)));
        }

        if (transit.ZoneObstacle(vpc, attachment, subnet.Zone) is { } obstacle)
        {
            return Trace.Stop(OverlayPathHopKind.TransitGatewayAttachment, attachment.Id, attachment.Name, TransitWalk.Short(obstacle, subnet.Zone), obstacle);
        }

        if (attachment.AssociatedTableId is not { } tableId)
        {
            return Trace.Stop(OverlayPathHopKind.TransitGatewayAttachment, attachment.Id, attachment.Name, "is associated with no route table", transit.WithoutTable(gateway, attachment));
        }

        Trace.Pass(OverlayPathHopKind.TransitGatewayAttachment, attachment.Id, attachment.Name, $"{vpc.Id} enters {gateway.Id}");
        if (context.TransitRoutes(tableId) is not { } routes)
        {
            return Verdict.Pending;
        }

        var name = gateway.Tables.GetValueOrDefault(tableId);
        if (!routes.IsVisible)
        {
            return Trace.Stop(OverlayPathHopKind.TransitGatewayRouteTable, tableId, name, "cannot be seen", transit.NotVisible(gateway));
        }

        var route = routes.Longest(way.Block);
        var isThere = route is { IsBlackhole: false, AttachmentIds.IsEmpty: false };
        if (isThere && route!.AttachmentIds.Contains(way.AttachmentId!))
        {
            Trace.Pass(OverlayPathHopKind.TransitGatewayRouteTable, tableId, name, $"{route.Block} -> {way.AttachmentId}", route.Block.ToString(), way.AttachmentId);
            Trace.Pass(
                OverlayPathHopKind.TransitGatewayAttachment, way.AttachmentId!, gateway.Find(way.AttachmentId!)?.Name,
                $"{gateway.Id} returns to {gateway.Find(way.AttachmentId!)?.What ?? way.AttachmentId}");
            return Verdict.Arrived(target);
        }

        var mends = Remedies.TransitRoute(way.Block, tableId, way.AttachmentId!, route is { IsStatic: true } && route.Block.Equals(way.Block));
        return Trace.Stop(
            OverlayPathHopKind.TransitGatewayRouteTable, tableId, name, route is null ? $"has no route to {way.Block}" : $"{route.Block} is another way",
            isThere
                ? new Obstacle(OverlayPathProblem.ReturnAsymmetric, tableId,
                    $"The packets come in by {way.AttachmentId}, but the route to {route!.Block} in {tableId} sends the answers to {string.Join(", ", route.AttachmentIds)}.", mends)
                : new Obstacle(OverlayPathProblem.ReturnMissing, tableId,
                    $"The route table {tableId} of {gateway.Id}, which {vpc.Id} is associated with, has {Lacking(routes, route, way.Block)}: the answers are lost.", mends),
            route?.Block.ToString());
    }

    private static string Lacking(TransitRoutesFact routes, TransitRouteFact? route, CidrBlock block)
    {
        if (route is not null)
        {
            return $"only a blackhole back to {block} ({route.Block})";
        }

        var parts = routes.Routes.Where(r => block.Contains(r.Block)).Select(r => r.Block.ToString()).ToList();
        return parts.Count == 0 ? $"no route back to {block}" : $"no route back to the whole of {block}, only to {string.Join(", ", parts)}";
    }

    private static string Next(RouteDecision decision) => decision.Route is { } route ? VpcRouting.NameOf(route.Hop) : "nowhere";

    private void Pass(RouteTableFact table, RouteDecision decision) => Trace.Pass(
        OverlayPathHopKind.RouteTable, table.Id, table.Name, $"{decision.Display} -> {decision.Route!.Hop.Id}", decision.Display, decision.Route.Hop.Id);

    private Verdict Stop(RouteTableFact table, RouteDecision decision, OverlayPathProblem problem, ReturnWay way, string reason, string? remedy) => Trace.Stop(
        OverlayPathHopKind.RouteTable, table.Id, table.Name, decision.Route is null ? $"has no route to {way.Block}" : $"{decision.Display} is no way back",
        new Obstacle(problem, table.Id, reason, remedy), decision.Display, decision.Route?.Hop.Id);
}
