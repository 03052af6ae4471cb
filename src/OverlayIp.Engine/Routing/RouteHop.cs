using Amazon.EC2.Model;

namespace OverlayIp.Engine.Routing;

/// <summary>
/// The next hop of a route of whatever kind, kept exactly enough to put it back: rolling back must restore a route to a
/// transit gateway as well as one to a network interface.
/// </summary>
/// <param name="Kind">Which field of the route names the hop.</param>
/// <param name="Id">The id in that field; empty when the route names none, so that it cannot be put back.</param>
public sealed record RouteHop(RouteHopKind Kind, string Id)
{
    // Gateway Load Balancer endpoints are reported as gateways, but must be asked for in a field of their own.
    private const string EndpointPrefix = "vpce-";

    private const string Local = "local";

    /// <summary>True for a network interface or an instance: what an overlay route points to.</summary>
    public bool IsOverlayTarget => Kind is RouteHopKind.NetworkInterface or RouteHopKind.Instance;

    /// <summary>The id.</summary>
    public override string ToString() => Id;

    /// <summary>A route names its hop in one of many fields; a route to an instance fills the interface's as well, and the
    /// interface is what EC2 really forwards to.</summary>
    internal static RouteHop Of(Route route)
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
            (RouteHopKind.OdbNetwork, route.OdbNetworkArn),
        ];
        foreach (var (kind, id) in fields)
        {
            if (!string.IsNullOrEmpty(id))
            {
                return new RouteHop(kind, id);
            }
        }

        // A blackhole whose interface was deleted may name no hop at all; it is still an overlay route to be moved. A route
        // that is active does point somewhere, to something newer than this list: that is nobody's to move.
        return new RouteHop(
            route.State == Amazon.EC2.RouteState.Blackhole ? RouteHopKind.NetworkInterface : RouteHopKind.Unknown, "");
    }

    internal void ApplyTo(ReplaceRouteRequest request)
    {
        switch (Kind)
        {
            case RouteHopKind.NetworkInterface: request.NetworkInterfaceId = Id; break;
            case RouteHopKind.Instance: request.InstanceId = Id; break;
            case RouteHopKind.Gateway when Id == Local: request.LocalTarget = true; break;
            case RouteHopKind.Gateway when IsEndpoint: request.VpcEndpointId = Id; break;
            case RouteHopKind.Gateway: request.GatewayId = Id; break;
            case RouteHopKind.NatGateway: request.NatGatewayId = Id; break;
            case RouteHopKind.TransitGateway: request.TransitGatewayId = Id; break;
            case RouteHopKind.VpcPeeringConnection: request.VpcPeeringConnectionId = Id; break;
            case RouteHopKind.EgressOnlyInternetGateway: request.EgressOnlyInternetGatewayId = Id; break;
            case RouteHopKind.LocalGateway: request.LocalGatewayId = Id; break;
            case RouteHopKind.CarrierGateway: request.CarrierGatewayId = Id; break;
            case RouteHopKind.CoreNetwork: request.CoreNetworkArn = Id; break;
            case RouteHopKind.OdbNetwork: request.OdbNetworkArn = Id; break;
            default: throw new InvalidOperationException($"No request field for {Kind}.");
        }
    }

    internal void ApplyTo(CreateRouteRequest request)
    {
        switch (Kind)
        {
            case RouteHopKind.NetworkInterface: request.NetworkInterfaceId = Id; break;
            case RouteHopKind.Instance: request.InstanceId = Id; break;
            case RouteHopKind.Gateway when IsEndpoint: request.VpcEndpointId = Id; break;
            case RouteHopKind.Gateway: request.GatewayId = Id; break;
            case RouteHopKind.NatGateway: request.NatGatewayId = Id; break;
            case RouteHopKind.TransitGateway: request.TransitGatewayId = Id; break;
            case RouteHopKind.VpcPeeringConnection: request.VpcPeeringConnectionId = Id; break;
            case RouteHopKind.EgressOnlyInternetGateway: request.EgressOnlyInternetGatewayId = Id; break;
            case RouteHopKind.LocalGateway: request.LocalGatewayId = Id; break;
            case RouteHopKind.CarrierGateway: request.CarrierGatewayId = Id; break;
            case RouteHopKind.CoreNetwork: request.CoreNetworkArn = Id; break;
            case RouteHopKind.OdbNetwork: request.OdbNetworkArn = Id; break;
            default: throw new InvalidOperationException($"No request field for {Kind}.");
        }
    }

    private bool IsEndpoint => Id.StartsWith(EndpointPrefix, StringComparison.Ordinal);
}
