namespace OverlayIp.Lab.Vpc;

/// <summary>A route that a transit gateway's table has in effect.</summary>
/// <param name="Destination">The block.</param>
/// <param name="Attachment">Where it leads, or null for a black hole.</param>
/// <param name="IsStatic">True for one that was created, false for one that is propagated.</param>
internal sealed record TransitGatewayRoute(CidrBlock Destination, TransitGatewayAttachmentResource? Attachment, bool IsStatic);

/// <summary>
/// What transit gateways' tables come to. Propagated routes are never stored: they are the blocks that the VPCs have when
/// somebody looks (https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html).
/// </summary>
internal static class TransitGatewayRoutes
{
    /// <summary>The routes of a table by destination: a static one has precedence over a propagated one with the same block,
    /// and among propagated ones the first.</summary>
    public static IReadOnlyList<TransitGatewayRoute> Of(LabState state, TransitGatewayRouteTableResource table)
    {
        var routes = table.StaticRoutes
            .Select(route => new TransitGatewayRoute(route.Destination, Existing(state, route.AttachmentId), IsStatic: true))
            .ToDictionary(route => route.Destination);
        foreach (var attachment in table.PropagatingAttachmentIds.Select(id => Existing(state, id)).OfType<TransitGatewayAttachmentResource>())
        {
            foreach (var block in Blocks(state, attachment))
            {
                routes.TryAdd(block, new TransitGatewayRoute(block, attachment, IsStatic: false));
            }
        }

        return routes.Values.OrderBy(route => route.Destination.ToString(), StringComparer.Ordinal).ToArray();
    }

    /// <summary>The attachment of a VPC to a transit gateway, or null when there is none.</summary>
    public static TransitGatewayAttachmentResource? AttachmentOf(LabState state, string transitGatewayId, string vpcId) =>
        state.TransitGatewayAttachments.Values.FirstOrDefault(
            attachment => attachment.TransitGatewayId == transitGatewayId && attachment.VpcId == vpcId && attachment.DeletedAt is null);

    private static TransitGatewayAttachmentResource? Existing(LabState state, string? id) =>
        id is not null && state.TransitGatewayAttachments.TryGetValue(id, out var attachment) && attachment.DeletedAt is null ? attachment : null;

    // IPv6 is carried, and propagated, only where the attachment says so.
    private static IEnumerable<CidrBlock> Blocks(LabState state, TransitGatewayAttachmentResource attachment) =>
        state.Vpcs[attachment.VpcId].Cidrs.Select(cidr => cidr.Block).Where(block => !block.IsIpv6() || attachment.Ipv6Support);
}
