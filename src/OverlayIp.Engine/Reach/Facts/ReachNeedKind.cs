namespace OverlayIp.Engine.Reach.Facts;

/// <summary>The sorts of facts that a walk can lack.</summary>
internal enum ReachNeedKind
{
    /// <summary>Which VPCs send the destination to an instance or network interface.</summary>
    DestinationVpcs,

    /// <summary>The subnet that the packets come from.</summary>
    Subnet,

    /// <summary>The route tables and subnets of a VPC.</summary>
    Vpc,

    /// <summary>The transit gateways that a VPC is attached to.</summary>
    TransitGatewaysOfVpc,

    /// <summary>The attachments and route tables of a transit gateway.</summary>
    TransitGateway,

    /// <summary>The routes of a transit gateway route table.</summary>
    TransitRoutes,

    /// <summary>A network interface and its instance.</summary>
    Interface,

    /// <summary>The blocks of a prefix list.</summary>
    PrefixList,
}
