using OverlayIp.Engine.Reach.Facts;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Reach.Walking;

/// <summary>The way there, inside VPCs: from a subnet's route table to the network interface, or to the transit gateway that goes on.</summary>
internal sealed class ForwardWalk
{
    private readonly WalkContext _context;
    private readonly TransitWalk _transit;

    public ForwardWalk(WalkContext context)
    {
        _context = context;
        _transit = new TransitWalk(context, this);
    }

    private PathTrace Trace => _context.Trace;

    private CidrBlock Destination => _context.Destination;

    /// <summary>Walks from a subnet that packets are sent in.</summary>
    public Verdict FromSubnet(VpcFact vpc, SubnetFact subnet)
    {
        Trace.Pass(OverlayPathHopKind.Subnet, subnet.Id, subnet.Name, $"in {subnet.Zone} of {vpc.Id}");
        return ByTable(vpc, subnet);
    }

    /// <summary>Walks on from an attachment that packets come in by.</summary>
    public Verdict FromAttachment(TransitGatewayFact gateway, TransitAttachmentFact attachment) => _transit.ByAttachment(gateway, attachment);

    /// <summary>Walks back from the target that this walk has reached.</summary>
    public Verdict Back(InterfaceFact target, PathEntry entry) => new ReturnWalk(_context, _transit).Back(
        target, new ReturnWay(entry.Block, entry.Vpc?.Id, _transit.Entered?.TransitGatewayId, _transit.Entered?.Id));

    /// <summary>Walks on by the route table of a subnet: of the sender's, or of one where a transit gateway has its interface.</summary>
    public Verdict ByTable(VpcFact vpc, SubnetFact subnet)
    {
        if (vpc.TableOf(subnet.Id) is not { } table)
        {
            return Trace.Stop(OverlayPathHopKind.Subnet, subnet.Id, subnet.Name, "its route table cannot be seen", new Obstacle(
                OverlayPathProblem.NotVisible, subnet.Id,
                $"The route table of {subnet.Id} cannot be seen: the VPC {vpc.Id} is shared by another account.",
                Remedies.WalkWithRoleOf(vpc.Id, Destination, _context.Request.From.ToString())));
        }

        if (VpcRouting.Decide(table, Destination, _context.Facts, Trace) is not { } decision)
        {
            return Verdict.Pending;
        }

        if (decision.Route is null)
        {
            return NoRoute(vpc, table);
        }

        if (decision.Shadow is { } shadow)
        {
            return Stop(table, decision, $"{shadow.Destination} goes to {VpcRouting.NameOf(shadow.Hop)}", new Obstacle(
                OverlayPathProblem.RouteShadowed, table.Id,
                $"The route table {Display(table)} sends a part of {Destination} elsewhere: {shadow.Destination} goes to {VpcRouting.NameOf(shadow.Hop)}.",
                Remedies.DeleteRoute(shadow.Destination, table.Id)));
        }

        return decision.Route.IsBlackhole ? Blackhole(table, decision) : ByHop(vpc, subnet, table, decision);
    }

    private Verdict ByHop(VpcFact vpc, SubnetFact subnet, RouteTableFact table, RouteDecision decision)
    {
        var hop = decision.Route!.Hop;
        if (decision.Route.IsLocal)
        {
            return Stop(table, decision, "the local route takes it", new Obstacle(
                OverlayPathProblem.DestinationInsideVpc, table.Id,
                $"{Destination} lies inside the block {decision.Matched} of {vpc.Id}, so its local route takes it. An overlay address must lie outside every block of its VPC.",
                Remedies.FindAddress(vpc.Id)));
        }

        switch (hop.Kind)
        {
            case RouteHopKind.NetworkInterface or RouteHopKind.Instance:
                Pass(table, decision);
                return Arrive(table, decision.Route);
            case RouteHopKind.TransitGateway:
                Pass(table, decision);
                return _transit.Enter(hop.Id, vpc, subnet);
            case RouteHopKind.VpcPeeringConnection:
                Pass(table, decision);
                return Trace.Stop(OverlayPathHopKind.VpcPeeringConnection, hop.Id, null, "carries only the peer's own blocks", Obstacles.Peering(hop.Id, Destination));
            case RouteHopKind.Gateway when hop.Id.StartsWith("vgw-", StringComparison.Ordinal):
                Pass(table, decision);
                return Trace.Stop(OverlayPathHopKind.Gateway, hop.Id, null, "leads out of AWS", WrongNextHop(vpc, table, decision));
            case RouteHopKind.Gateway when hop.Id.StartsWith("vpce-", StringComparison.Ordinal):
                Pass(table, decision);
                return Trace.Stop(OverlayPathHopKind.Gateway, hop.Id, null, "what lies behind it cannot be seen", NotVisible(table, decision));
            case RouteHopKind.CoreNetwork or RouteHopKind.LocalGateway or RouteHopKind.OdbNetwork or RouteHopKind.Unknown:
                return Stop(table, decision, "what lies behind it cannot be seen", NotVisible(table, decision));
            default:
                return Stop(table, decision, $"goes to {VpcRouting.NameOf(hop)}", WrongNextHop(vpc, table, decision));
        }
    }

    private Verdict Arrive(RouteTableFact table, RouteFact route)
    {
        var id = route.Hop.Id;
        if (!_context.Facts.Interfaces.TryGetValue(id, out var eni))
        {
            return Trace.Ask(ReachNeedKind.Interface, id);
        }

        if (eni?.InstanceId is null)
        {
            return Trace.Stop(OverlayPathHopKind.NetworkInterface, id, null, eni is null ? "does not exist" : "is attached to nothing", new Obstacle(
                OverlayPathProblem.TargetMissing, id,
                $"The network interface {id} {(eni is null ? "does not exist any more" : "is attached to no instance")}.",
                Remedies.SwitchRoute(route.Destination, table.Id)));
        }

        var name = eni.InstanceName is null ? eni.InstanceId : $"{eni.InstanceName} ({eni.InstanceId})";
        if (eni.InstanceState is not (null or "running"))
        {
            return Trace.Stop(OverlayPathHopKind.NetworkInterface, id, eni.InstanceName, $"{name} is {eni.InstanceState}", new Obstacle(
                OverlayPathProblem.TargetNotRunning, eni.InstanceId,
                $"The instance {name} that has {id} is {eni.InstanceState}.",
                Remedies.SwitchRoute(route.Destination, table.Id)));
        }

        if (eni.SourceDestCheck)
        {
            return Trace.Stop(OverlayPathHopKind.NetworkInterface, id, eni.InstanceName, "its source/destination check is on", new Obstacle(
                OverlayPathProblem.SourceDestCheckEnabled, id,
                $"The source/destination check of {id} of {name} is enabled, so it drops every packet for an address that is not its own.",
                Remedies.DisableCheck(id)));
        }

        Trace.Pass(OverlayPathHopKind.NetworkInterface, id, eni.InstanceName, $"reaches {name}");
        return Verdict.Arrived(eni);
    }

    private Verdict NoRoute(VpcFact vpc, RouteTableFact table)
    {
        var from = $"The route table {Display(table)} of {vpc.Id} has no route to {Destination}";
        if (_context.OverlayVpcId is not { } overlayVpcId || overlayVpcId == vpc.Id)
        {
            var nobody = _context.OverlayVpcId is null ? ", and no single VPC that can be seen sends it to an instance or network interface." : ".";
            return StopNoRoute(table, $"{from}{nobody}", Remedies.CreateRoute(Destination, table.Id, _context.KnownTarget));
        }

        var mine = _context.TransitGatewaysOf(vpc.Id);
        var theirs = _context.TransitGatewaysOf(overlayVpcId);
        if (mine is null || theirs is null)
        {
            return Verdict.Pending;
        }

        if (mine.Intersect(theirs).FirstOrDefault() is { } common)
        {
            return StopNoRoute(
                table, $"{from}, which {overlayVpcId} has. Both VPCs are attached to {common}, but this table does not lead there.",
                Remedies.RouteToTransitGateway(Destination, table.Id, common));
        }

        var (lacking, gateway) = theirs.Count > 0 ? (vpc.Id, theirs[0]) : (overlayVpcId, mine is [var first, ..] ? first : "<transit gateway id>");
        return StopNoRoute(
            table, $"{from}, which {overlayVpcId} has, and the two VPCs are not attached to a common transit gateway. Another VPC reaches the address through a transit gateway, or through a Network Load Balancer that has it as an IP target.",
            Remedies.Attach(gateway, lacking));
    }

    private Verdict StopNoRoute(RouteTableFact table, string reason, string remedy) => Trace.Stop(
        OverlayPathHopKind.RouteTable, table.Id, table.Name, "has no route", new Obstacle(OverlayPathProblem.RouteMissing, table.Id, reason, remedy));

    private Verdict Blackhole(RouteTableFact table, RouteDecision decision)
    {
        var hop = decision.Route!.Hop;
        var why = hop.IsOverlayTarget ? "which is stopped, terminated or detached" : "which is gone or not available";
        return Stop(table, decision, "is a blackhole", new Obstacle(
            OverlayPathProblem.RouteBlackhole, table.Id,
            $"The route to {decision.Display} in {Display(table)} is a blackhole: it points to {VpcRouting.NameOf(hop)}, {why}.",
            hop.IsOverlayTarget ? Remedies.SwitchRoute(decision.Route.Destination, table.Id) : Remedies.DeleteRoute(decision.Route.Destination, table.Id)));
    }

    // A wider route, such as the default one, is not the mistake; that there is no better one is.
    private Obstacle WrongNextHop(VpcFact vpc, RouteTableFact table, RouteDecision decision) => new(
        OverlayPathProblem.WrongNextHop, table.Id,
        $"The route table {Display(table)} sends {Destination} by its route to {decision.Display} to {VpcRouting.NameOf(decision.Route!.Hop)}, which does not lead to the address.",
        decision.Route.Destination.Cidr is { } same && same.Equals(Destination)
            ? Remedies.DeleteRoute(decision.Route.Destination, table.Id)
            : _context.OverlayVpcId is null || _context.OverlayVpcId == vpc.Id
                ? Remedies.CreateRoute(Destination, table.Id, _context.KnownTarget)
                : Remedies.RouteToTransitGateway(Destination, table.Id, "<transit gateway id>"));

    private static Obstacle NotVisible(RouteTableFact table, RouteDecision decision) => new(
        OverlayPathProblem.NotVisible, table.Id,
        $"The route to {decision.Display} in {Display(table)} leads to {VpcRouting.NameOf(decision.Route!.Hop)}. What happens behind it cannot be seen in EC2's API.",
        null);

    private void Pass(RouteTableFact table, RouteDecision decision) => Trace.Pass(
        OverlayPathHopKind.RouteTable, table.Id, table.Name, $"{decision.Display} -> {decision.Route!.Hop.Id}", decision.Display, decision.Route.Hop.Id);

    private Verdict Stop(RouteTableFact table, RouteDecision decision, string detail, Obstacle obstacle) => Trace.Stop(
        OverlayPathHopKind.RouteTable, table.Id, table.Name, $"{decision.Display} {detail}", obstacle, decision.Display, decision.Route!.Hop.Id);

    private static string Display(RouteTableFact table) => table.Name is null ? table.Id : $"{table.Id} ({table.Name})";
}
