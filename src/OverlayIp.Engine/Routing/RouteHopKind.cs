namespace OverlayIp.Engine.Routing;

/// <summary>The kinds of next hop that a VPC route can have: the target fields of EC2's <c>Route</c>.</summary>
public enum RouteHopKind
{
    /// <summary>A network interface (ENI).</summary>
    NetworkInterface,

    /// <summary>An instance whose network interface is not reported.</summary>
    Instance,

    /// <summary>An internet or virtual private gateway, a gateway or Gateway Load Balancer endpoint, or <c>local</c>.</summary>
    Gateway,

    /// <summary>A NAT gateway.</summary>
    NatGateway,

    /// <summary>A transit gateway.</summary>
    TransitGateway,

    /// <summary>A VPC peering connection.</summary>
    VpcPeeringConnection,

    /// <summary>An egress-only internet gateway (IPv6).</summary>
    EgressOnlyInternetGateway,

    /// <summary>A local gateway of an Outpost.</summary>
    LocalGateway,

    /// <summary>A carrier gateway of a Wavelength Zone.</summary>
    CarrierGateway,

    /// <summary>A Cloud WAN core network.</summary>
    CoreNetwork,

    /// <summary>An Oracle Database@AWS network.</summary>
    OdbNetwork,

    /// <summary>Something that came to EC2 later than this list. It cannot be put back.</summary>
    Unknown,
}
