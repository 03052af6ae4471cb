using System.Collections.Immutable;
using OverlayIp.Engine.Reach;
using OverlayIp.Engine.Reach.Facts;
using OverlayIp.Engine.Reach.Walking;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Tests.Reach;

/// <summary>
/// A network in which everything is right: a VPC that has 10.2.0.1, a client's VPC and a VPN, all attached to one transit gateway with a route table for
/// the senders and one for the VPC of the address. Tests break it.
/// </summary>
internal sealed class ReachScene
{
    public const string Address = "10.2.0.1/32";
    public const string Vpc = "vpc-0000000a";
    public const string ClientVpc = "vpc-0000000c";
    public const string Eni = "eni-0000000a";
    public const string OtherEni = "eni-0000000b";
    public const string Main = "rtb-0000000a";
    public const string TransitA = "rtb-000000a1";
    public const string TransitB = "rtb-000000b1";
    public const string ClientTable = "rtb-0000000c";
    public const string Gateway = "tgw-00000001";
    public const string VpcAttachment = "tgw-attach-0000000a";
    public const string ClientAttachment = "tgw-attach-0000000c";
    public const string VpnAttachment = "tgw-attach-0000000e";
    public const string SenderTable = "tgw-rtb-0000000c";
    public const string VpcTable = "tgw-rtb-0000000a";
    public const string NodeSubnet = "subnet-0000000a";
    public const string OtherNodeSubnet = "subnet-0000000b";
    public const string TransitSubnetA = "subnet-000000a1";
    public const string TransitSubnetB = "subnet-000000b1";
    public const string ClientSubnet = "subnet-0000000c";
    public const string ClientSubnetB = "subnet-0000000d";
    public const string Site = "172.16.0.0/12";

    public ReachScene()
    {
        Table(Main, Vpc, isMain: true, [], ("10.0.0.0/16", "local"), (Address, Eni), ("10.1.0.0/16", Gateway), (Site, Gateway));
        Table(TransitA, Vpc, isMain: false, [TransitSubnetA], ("10.0.0.0/16", "local"), (Address, Eni));
        Table(TransitB, Vpc, isMain: false, [TransitSubnetB], ("10.0.0.0/16", "local"), (Address, Eni));
        Table(ClientTable, ClientVpc, isMain: true, [], ("10.1.0.0/16", "local"), (Address, Gateway), ("10.0.0.0/16", Gateway));
        Subnet(NodeSubnet, Vpc, "zone-a", "10.0.1.0/24");
        Subnet(OtherNodeSubnet, Vpc, "zone-b", "10.0.2.0/24");
        Subnet(TransitSubnetA, Vpc, "zone-a", "10.0.255.0/28");
        Subnet(TransitSubnetB, Vpc, "zone-b", "10.0.255.16/28");
        Subnet(ClientSubnet, ClientVpc, "zone-a", "10.1.1.0/24");
        Subnet(ClientSubnetB, ClientVpc, "zone-b", "10.1.2.0/24");
        Attachment(VpcAttachment, "vpc", Vpc, VpcTable, TransitSubnetA, TransitSubnetB);
        Attachment(ClientAttachment, "vpc", ClientVpc, SenderTable, ClientSubnet);
        Attachment(VpnAttachment, "vpn", "vpn-00000001", SenderTable);
        TransitRoute(SenderTable, "10.0.0.0/16", VpcAttachment, isStatic: false);
        TransitRoute(SenderTable, Address, VpcAttachment);
        TransitRoute(VpcTable, "10.1.0.0/16", ClientAttachment, isStatic: false);
        TransitRoute(VpcTable, Site, VpnAttachment, isStatic: false);
        Interfaces[Eni] = new InterfaceFact { Id = Eni, VpcId = Vpc, SubnetId = NodeSubnet, InstanceId = "i-0000000a", InstanceName = "node-a", InstanceState = "running" };
        Interfaces[OtherEni] = new InterfaceFact { Id = OtherEni, VpcId = Vpc, SubnetId = OtherNodeSubnet, InstanceId = "i-0000000b", InstanceName = "node-b", InstanceState = "running" };
    }

    public Dictionary<string, (string Vpc, RouteTableFact Table)> Tables { get; } = [];

    public Dictionary<string, SubnetFact> Subnets { get; } = [];

    public Dictionary<string, TransitAttachmentFact> Attachments { get; } = [];

    public Dictionary<string, List<TransitRouteFact>> TransitRoutes { get; } = [];

    public Dictionary<string, InterfaceFact?> Interfaces { get; } = [];

    public Dictionary<string, ImmutableArray<CidrBlock>> PrefixLists { get; } = [];

    public List<string> HiddenTransitTables { get; } = [];

    public ReachFacts Facts
    {
        get
        {
            var destinations = Tables.Values.SelectMany(t => t.Table.Routes).Select(r => r.Destination.ToString()).Append(Address).Distinct();
            return new ReachFacts
            {
                DestinationVpcs = destinations.ToImmutableDictionary(d => d, d => Tables.Values
                    .Where(t => t.Table.Routes.Any(r => r.Destination.ToString() == d && r.Hop.IsOverlayTarget))
                    .Select(t => t.Vpc).Distinct().Order(StringComparer.Ordinal).ToImmutableArray()),
                Vpcs = Tables.Values.Select(t => t.Vpc).Distinct().ToImmutableDictionary(id => id, id => new VpcFact
                {
                    Id = id,
                    Tables = [.. Tables.Values.Where(t => t.Vpc == id).Select(t => t.Table)],
                    Subnets = [.. Subnets.Values.Where(s => s.VpcId == id)],
                }),
                Subnets = Subnets.ToImmutableDictionary(),
                TransitGatewaysOfVpc = Tables.Values.Select(t => t.Vpc).Distinct().ToImmutableDictionary(
                    id => id, id => Attachments.Values.Where(a => a.ResourceId == id).Select(a => a.TransitGatewayId).Distinct().ToImmutableArray()),
                TransitGateways = Attachments.Values.Select(a => a.TransitGatewayId).Append(Gateway).Distinct().ToImmutableDictionary(id => id, id => new TransitGatewayFact
                {
                    Id = id,
                    Attachments = [.. Attachments.Values.Where(a => a.TransitGatewayId == id)],
                    Tables = TransitRoutes.Keys.ToImmutableDictionary(t => t, _ => (string?)null),
                }),
                TransitRoutes = TransitRoutes.ToImmutableDictionary(t => t.Key, t => new TransitRoutesFact([.. t.Value], !HiddenTransitTables.Contains(t.Key))),
                Interfaces = Interfaces.ToImmutableDictionary(),
                PrefixLists = PrefixLists.ToImmutableDictionary(),
            };
        }
    }

    public OverlayPath Walk(string from = ClientSubnet, string destination = Address, string? vpcId = null)
    {
        var (path, needs) = PathWalk.Walk(
            new PathRequest { Destination = CidrBlock.Parse(destination), From = PathSource.Parse(from), VpcId = vpcId }, Facts);
        Assert.Empty(needs);
        return path!;
    }

    public void Table(string id, string vpcId, bool isMain, string[] subnetIds, params (string Destination, string Hop)[] routes)
    {
        Tables[id] = (vpcId, new RouteTableFact { Id = id, IsMain = isMain, SubnetIds = [.. subnetIds] });
        foreach (var (destination, hop) in routes)
        {
            Route(id, destination, hop);
        }
    }

    /// <summary>Puts a route into a table, in the place of the one that it has for the destination.</summary>
    public void Route(string tableId, string destination, string hop, bool isBlackhole = false, bool isPropagated = false)
    {
        NoRoute(tableId, destination);
        var (vpc, table) = Tables[tableId];
        Tables[tableId] = (vpc, table with
        {
            Routes = table.Routes.Add(new RouteFact
            {
                Destination = RouteDestination.Parse(destination),
                Hop = new RouteHop(KindOf(hop), hop),
                IsLocal = hop == "local",
                IsBlackhole = isBlackhole,
                IsPropagated = isPropagated,
            }),
        });
    }

    public void NoRoute(string tableId, string destination)
    {
        var (vpc, table) = Tables[tableId];
        Tables[tableId] = (vpc, table with { Routes = table.Routes.RemoveAll(r => r.Destination.ToString() == destination) });
    }

    public void Subnet(string id, string vpcId, string zone, params string[] blocks) =>
        Subnets[id] = new SubnetFact(id, vpcId, null, zone, [.. blocks.Select(CidrBlock.Parse)]);

    public void Attachment(string id, string type, string resourceId, string? tableId, params string[] subnetIds)
    {
        Attachments[id] = new TransitAttachmentFact
        {
            Id = id, TransitGatewayId = Gateway, Type = type, ResourceId = resourceId, AssociatedTableId = tableId, SubnetIds = [.. subnetIds],
        };
        if (tableId is not null)
        {
            TransitRoutes.TryAdd(tableId, []);
        }
    }

    public void TransitRoute(string tableId, string block, string? attachmentId, bool isStatic = true, bool isBlackhole = false)
    {
        NoTransitRoute(tableId, block);
        TransitRoutes[tableId].Add(new TransitRouteFact
        {
            Block = CidrBlock.Parse(block), AttachmentIds = attachmentId is null ? [] : [attachmentId], IsStatic = isStatic, IsBlackhole = isBlackhole,
        });
    }

    public void NoTransitRoute(string tableId, string block) => TransitRoutes[tableId].RemoveAll(r => r.Block.ToString() == block);

    public void Change(string attachmentId, Func<TransitAttachmentFact, TransitAttachmentFact> change) => Attachments[attachmentId] = change(Attachments[attachmentId]);

    private static RouteHopKind KindOf(string hop) => hop.Split('-')[0] switch
    {
        "eni" => RouteHopKind.NetworkInterface,
        "nat" => RouteHopKind.NatGateway,
        "tgw" => RouteHopKind.TransitGateway,
        "pcx" => RouteHopKind.VpcPeeringConnection,
        "core" => RouteHopKind.CoreNetwork,
        _ => RouteHopKind.Gateway,
    };
}
