using System.Collections.Immutable;
using System.Globalization;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Network;

/// <summary>
/// The router of a transit gateway, and what VPCs' routers have of it. Each of its tables is one Linux table for each zone,
/// because packets stay in the zone that they come from where the other VPC is attached there
/// (https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html#tgw-az-overview).
/// </summary>
internal static class TransitSpace
{
    /// <summary>The router of a transit gateway.</summary>
    public static RouterSpace Of(LabState state, NetworkNames names, TransitGatewayResource gateway)
    {
        var attachments = Existing(state).Where(attachment => attachment.TransitGatewayId == gateway.Id).ToArray();
        var links = ImmutableSortedDictionary.CreateBuilder<string, RouterLink>(StringComparer.Ordinal);
        var rules = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        var tables = new SortedSet<(string TableId, string Zone)>();
        foreach (var attachment in attachments)
        {
            foreach (var subnetId in attachment.SubnetIds)
            {
                var link = RouterLink.Of(names, NetworkNames.AttachmentInterface(attachment.Id, subnetId), gateway.Id, attachment.VpcId, null);
                links.Add(link.Interface, link);
                if (attachment.AssociatedTableId is { } tableId)
                {
                    var zone = state.Subnets[subnetId].Zone;
                    rules.Add(RouterSpace.Rule(link.Interface, NetworkNames.TransitTable(tableId, zone)));
                    tables.Add((tableId, zone));
                }
            }
        }

        var routes = ImmutableSortedDictionary.CreateBuilder<string, RouteEffect>(StringComparer.Ordinal);
        // What comes from an attachment without a table goes nowhere.
        RouterSpace.AddDefaults(routes, RouterSpace.MainTable);
        foreach (var (tableId, zone) in tables)
        {
            var number = NetworkNames.TransitTable(tableId, zone).ToString(CultureInfo.InvariantCulture);
            RouterSpace.AddDefaults(routes, number);
            foreach (var route in TransitGatewayRoutes.Of(state, state.TransitGatewayRouteTables[tableId]))
            {
                routes[RouterSpace.Key(route.Destination.ToString(), number)] = EffectOf(state, route, zone, links);
            }
        }

        return new RouterSpace(names.RouterNamespace(gateway.Id)) { Links = links.ToImmutable(), Rules = rules.ToImmutable(), Routes = routes.ToImmutable() };
    }

    /// <summary>The ends that a VPC's router has.</summary>
    public static IEnumerable<RouterLink> LinksOf(LabState state, NetworkNames names, string vpcId) =>
        from attachment in Existing(state)
        where attachment.VpcId == vpcId
        from subnetId in attachment.SubnetIds
        select RouterLink.Of(names, NetworkNames.AttachmentInterface(attachment.Id, subnetId), vpcId, attachment.TransitGatewayId, subnetId);

    /// <summary>The interface by which a zone of a VPC sends to a transit gateway. Null when there is none: what is not attached in a
    /// zone cannot be reached from it.</summary>
    public static string? InterfaceFrom(LabState state, string vpcId, string transitGatewayId, string zone, bool isIpv6)
    {
        var attachment = TransitGatewayRoutes.AttachmentOf(state, transitGatewayId, vpcId);
        return attachment is null || (isIpv6 && !attachment.Ipv6Support)
            ? null
            : attachment.SubnetIds.Where(id => state.Subnets[id].Zone == zone).Select(id => NetworkNames.AttachmentInterface(attachment.Id, id)).FirstOrDefault();
    }

    private static IEnumerable<TransitGatewayAttachmentResource> Existing(LabState state) =>
        state.TransitGatewayAttachments.Values.Where(attachment => attachment.DeletedAt is null);

    private static RouteEffect EffectOf(LabState state, TransitGatewayRoute route, string zone, ImmutableSortedDictionary<string, RouterLink>.Builder links)
    {
        var isIpv6 = route.Destination.IsIpv6();
        if (route.Attachment is not { } attachment || (isIpv6 && !attachment.Ipv6Support))
        {
            return RouteEffect.Blackhole;
        }

        var subnetId = attachment.SubnetIds.FirstOrDefault(id => state.Subnets[id].Zone == zone) ?? attachment.SubnetIds[0];
        return RouteEffect.Forward(links[NetworkNames.AttachmentInterface(attachment.Id, subnetId)], isIpv6);
    }
}
