using Amazon.EC2.Model;

namespace OverlayIp.Engine.Routing;

/// <summary>
/// The next hop of a route of whatever kind, kept exactly enough to put it back: rolling back must restore a route to a
/// transit gateway as well as one to a network interface.
/// </summary>
/// <param name="Kind">Which field of the route names the hop.</param>
/// <param name="Id">The id in that field.</param>
public sealed record RouteHop(RouteHopKind Kind, string Id)
{
    /// <summary>True for a network interface or an instance: what an overlay route points to.</summary>
    public bool IsOverlayTarget => Kind is RouteHopKind.NetworkInterface or RouteHopKind.Instance;

    /// <summary>The kind and the id.</summary>
    public override string ToString() => Id;

    // A route names its hop in one of many fields; a route to an instance fills the interface's as well, and the interface
    // is what EC2 really forwards to.
    internal static RouteHop? Of(Route route)
    {
        (RouteHopKind Kind, string? Id)[] fields =
        [
            (RouteHopKind.NetworkInterface, route.NetworkInterfaceId),
            (RouteHopKind.Instance, route.InstanceId),
            (RouteHopKind.Gateway, route.GatewayId),
            (RouteHopKind.NatGateway, route.NatGatewayId),
            (RouteHopKind.TransitGateway, route.TransitGatewayId),
            (RouteHopKind.VpcPeeringConnection, route.VpcPeeringConnectionId),
            (RouteHopKind.EgressOnlyInternetGateway, route.EgressOnlyInternetGatewayId),
            (RouteHopKind.LocalGateway, route.LocalGatewayId),
            (RouteHopKind.CarrierGateway, route.CarrierGatewayId),
            (RouteHopKind.CoreNetwork, route.CoreNetworkArn),
        ];
        foreach (var (kind, id) in fields)
        {
            if (!string.IsNullOrEmpty(id))
            {
                return new RouteHop(kind, id);
            }
        }

        return null;
    }

    internal void ApplyTo(ReplaceRouteRequest request)
    {
        switch (Kind)
        {
            case RouteHopKind.NetworkInterface: request.NetworkInterfaceId = Id; break;
            case RouteHopKind.Instance: request.InstanceId = Id; break;
            case RouteHopKind.Gateway: request.GatewayId = Id; break;
            case RouteHopKind.NatGateway: request.NatGatewayId = Id; break;
            case RouteHopKind.TransitGateway: request.TransitGatewayId = Id; break;
            case RouteHopKind.VpcPeeringConnection: request.VpcPeeringConnectionId = Id; break;
            case RouteHopKind.EgressOnlyInternetGateway: request.EgressOnlyInternetGatewayId = Id; break;
            case RouteHopKind.LocalGateway: request.LocalGatewayId = Id; break;
            case RouteHopKind.CarrierGateway: request.CarrierGatewayId = Id; break;
            case RouteHopKind.CoreNetwork: request.CoreNetworkArn = Id; break;
            default: throw new InvalidOperationException($"No request field for {Kind}.");
        }
    }
}
