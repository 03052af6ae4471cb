namespace OverlayIp;

/// <summary>The kinds of hop on a path to an overlay address.</summary>
public enum OverlayPathHopKind
{
    /// <summary>A source outside of the VPCs that can be seen, known by its CIDR block.</summary>
    Source,

    /// <summary>A subnet.</summary>
    Subnet,

    /// <summary>A route table of a VPC.</summary>
    RouteTable,

    /// <summary>A transit gateway.</summary>
    TransitGateway,

    /// <summary>An attachment of a transit gateway: to a VPC, a VPN connection, a Direct Connect gateway or another transit gateway.</summary>
    TransitGatewayAttachment,

    /// <summary>A route table of a transit gateway.</summary>
    TransitGatewayRouteTable,

    /// <summary>A VPC peering connection.</summary>
    VpcPeeringConnection,

    /// <summary>Another gateway or endpoint: a virtual private gateway, an internet or NAT gateway, a Gateway Load Balancer endpoint.</summary>
    Gateway,

    /// <summary>The network interface that the overlay address is routed to.</summary>
    NetworkInterface,
}
