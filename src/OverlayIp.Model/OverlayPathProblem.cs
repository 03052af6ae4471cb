namespace OverlayIp;

/// <summary>The sorts of obstacle on a path to an overlay address.</summary>
public enum OverlayPathProblem
{
    /// <summary>None: the packets arrive, and the answers return.</summary>
    None,

    /// <summary>A VPC route table has no route to the destination.</summary>
    RouteMissing,

    /// <summary>The route is a blackhole: its target is stopped, terminated or detached.</summary>
    RouteBlackhole,

    /// <summary>A more specific route takes a part of the destination elsewhere.</summary>
    RouteShadowed,

    /// <summary>The destination lies inside a VPC's own block, so that the local route takes it.</summary>
    DestinationInsideVpc,

    /// <summary>VPC peering carries no packets to addresses outside the peered VPC's blocks.</summary>
    PeeringDoesNotCarry,

    /// <summary>A virtual private gateway (VPN, Direct Connect) carries no packets to addresses outside the VPC's blocks.</summary>
    VpnDoesNotCarry,

    /// <summary>The route leads to something that does not lead to the address: the internet, a NAT gateway, an unknown target.</summary>
    WrongNextHop,

    /// <summary>The route leads to something whose routing cannot be seen from here: an endpoint's appliance, a core network, another Region.</summary>
    NotVisible,

    /// <summary>The VPC is not attached to the transit gateway, or the attachment is not available.</summary>
    NotAttached,

    /// <summary>The attachment has no subnet in the sender's Availability Zone, so the transit gateway is out of reach there.</summary>
    ZoneNotAttached,

    /// <summary>The attachment does not carry IPv6.</summary>
    Ipv6NotSupported,

    /// <summary>The attachment is associated with no transit gateway route table.</summary>
    AssociationMissing,

    /// <summary>The transit gateway's route table has no route to the destination.</summary>
    TransitRouteMissing,

    /// <summary>The transit gateway's route is a blackhole.</summary>
    TransitRouteBlackhole,

    /// <summary>The transit gateway's route leads to another attachment than that of the VPC that has the address.</summary>
    TransitRouteElsewhere,

    /// <summary>The packets would go round in circles.</summary>
    Loop,

    /// <summary>The network interface that the route points to is gone or attached to nothing.</summary>
    TargetMissing,

    /// <summary>The instance is not running.</summary>
    TargetNotRunning,

    /// <summary>The source/destination check of the network interface drops the packets.</summary>
    SourceDestCheckEnabled,

    /// <summary>The route tables by which the packets can enter the VPC point to different targets.</summary>
    TablesDisagree,

    /// <summary>Nothing leads from the source into the VPC.</summary>
    NoWayIn,

    /// <summary>The answers have no way back to the source.</summary>
    ReturnMissing,

    /// <summary>The answers take another way than the packets came, which drops them.</summary>
    ReturnAsymmetric,
}
