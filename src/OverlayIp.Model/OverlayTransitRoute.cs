namespace OverlayIp;

/// <summary>A route of a transit gateway route table, as EC2's <c>SearchTransitGatewayRoutes</c> reports it.</summary>
public sealed record OverlayTransitRoute
{
    /// <summary>The destination in canonical form, such as <c>10.2.0.1/32</c>.</summary>
    public required string DestinationCidr { get; init; }

    /// <summary>The transit gateway route table's id.</summary>
    public required string TransitGatewayRouteTableId { get; init; }

    /// <summary>The transit gateway route table's Name tag, or null.</summary>
    public string? TransitGatewayRouteTableName { get; init; }

    /// <summary>The transit gateway's id.</summary>
    public required string TransitGatewayId { get; init; }

    /// <summary>The attachment that the route leads to; null for a blackhole.</summary>
    public string? TransitGatewayAttachmentId { get; init; }

    /// <summary>The VPC behind the attachment, or null when it leads to something else.</summary>
    public string? VpcId { get; init; }

    /// <summary>How the route came to be.</summary>
    public required TransitRouteType Type { get; init; }

    /// <summary>Whether packets are sent on or dropped.</summary>
    public required RouteState State { get; init; }

    /// <summary>The Region, or null when it is not known.</summary>
    public string? Region { get; init; }
}
