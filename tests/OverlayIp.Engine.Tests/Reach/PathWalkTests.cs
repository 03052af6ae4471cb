using OverlayIp.Engine.Reach;
using OverlayIp.Engine.Reach.Facts;
using OverlayIp.Engine.Reach.Walking;
using static OverlayIp.Engine.Tests.Reach.ReachScene;

namespace OverlayIp.Engine.Tests.Reach;

public class PathWalkTests
{
    [Theory]
    [InlineData(NodeSubnet, "Subnet RouteTable NetworkInterface | RouteTable")]
    [InlineData(TransitSubnetB, "Subnet RouteTable NetworkInterface | RouteTable")]
    [InlineData(ClientSubnet, "Subnet RouteTable TransitGatewayAttachment TransitGatewayRouteTable TransitGatewayAttachment RouteTable NetworkInterface RouteTable | RouteTable TransitGatewayAttachment TransitGatewayRouteTable TransitGatewayAttachment")]
    [InlineData(Site, "Source TransitGatewayAttachment TransitGatewayRouteTable TransitGatewayAttachment RouteTable NetworkInterface RouteTable | RouteTable TransitGatewayAttachment TransitGatewayRouteTable TransitGatewayAttachment")]
    [InlineData("172.20.1.1", "Source TransitGatewayAttachment TransitGatewayRouteTable TransitGatewayAttachment RouteTable NetworkInterface RouteTable | RouteTable TransitGatewayAttachment TransitGatewayRouteTable TransitGatewayAttachment")]
    public void A_path_without_fault_arrives_and_returns(string from, string hops)
    {
        var path = new ReachScene().Walk(from);

        Assert.True(path.Reaches, path.Reason);
        Assert.Equal((null, OverlayPathProblem.None, null, null), (path.StopsAt, path.Problem, path.Reason, path.Remedy));
        Assert.Equal((Eni, "i-0000000a", Vpc), (path.NetworkInterfaceId, path.InstanceId, path.VpcId));
        Assert.Equal(hops, KindsOf(path));
        Assert.Equal(Enumerable.Range(1, path.Hops.Count), path.Hops.Select(h => h.Number));
        Assert.All(path.Hops, h => Assert.True(h.Passes));
    }

    [Fact]
    public void A_block_of_the_VPC_is_walked_from_every_subnet_that_has_a_part_of_it()
    {
        var scene = new ReachScene();
        scene.NoRoute(TransitB, Address);

        Assert.True(scene.Walk("10.0.1.0/24").Reaches);
        var path = scene.Walk("10.0.0.0/16");

        Assert.Equal((OverlayPathProblem.RouteMissing, TransitB), (path.Problem, path.StopsAt));
    }

    [Fact]
    public void A_block_of_an_attached_VPC_is_walked_from_its_subnets()
    {
        var scene = new ReachScene();
        var path = scene.Walk("10.1.1.0/24");
        Assert.True(path.Reaches, path.Reason);
        Assert.Equal(ClientSubnet, path.Hops[0].Id);

        scene.NoRoute(ClientTable, Address);
        Assert.Equal((OverlayPathProblem.RouteMissing, ClientTable), (scene.Walk("10.1.1.0/24").Problem, scene.Walk("10.1.1.0/24").StopsAt));
    }

    [Fact]
    public void A_VPC_of_another_account_is_walked_from_its_attachment()
    {
        var scene = new ReachScene();
        scene.Attachment("tgw-attach-0000000f", "vpc", "vpc-0000000f", SenderTable);
        scene.TransitRoute(VpcTable, "10.9.0.0/16", "tgw-attach-0000000f", isStatic: false);
        scene.Route(Main, "10.9.0.0/16", Gateway);
        var facts = scene.Facts;
        facts = facts with { Vpcs = facts.Vpcs.Add("vpc-0000000f", new VpcFact { Id = "vpc-0000000f" }) };

        var (path, _) = PathWalk.Walk(new PathRequest { Destination = CidrBlock.Parse(Address), From = PathSource.Parse("10.9.0.0/16") }, facts);

        Assert.True(path!.Reaches, path.Reason);
        Assert.Equal("comes by vpc-0000000f", path.Hops[0].Detail);
    }

    [Fact]
    public void The_longest_prefix_decides_and_a_static_route_before_a_propagated_one()
    {
        var scene = new ReachScene();
        scene.Route(ClientTable, "10.0.0.0/8", "pcx-00000001");
        scene.Route(ClientTable, "10.2.0.0/16", "vgw-00000001", isPropagated: true);
        scene.TransitRoute(SenderTable, "0.0.0.0/0", ClientAttachment);
        scene.TransitRoutes[SenderTable].Add(new TransitRouteFact { Block = CidrBlock.Parse(Address), AttachmentIds = [VpnAttachment], IsStatic = false });

        Assert.True(scene.Walk().Reaches);
    }

    [Fact]
    public void A_route_to_a_prefix_list_carries_the_blocks_in_it()
    {
        const string list = "pl-00000001";
        var scene = new ReachScene();
        scene.NoRoute(ClientTable, Address);
        scene.Route(ClientTable, list, Gateway);
        scene.PrefixLists[list] = [CidrBlock.Parse("10.7.0.0/16"), CidrBlock.Parse("10.2.0.0/24")];
        var path = scene.Walk();
        Assert.True(path.Reaches, path.Reason);
        Assert.Equal($"10.2.0.0/24 ({list})", path.Hops[1].Route);

        scene.PrefixLists[list] = [CidrBlock.Parse("10.7.0.0/16")];
        Assert.Equal(OverlayPathProblem.RouteMissing, scene.Walk().Problem);
    }

    [Fact]
    public void With_the_address_in_two_VPCs_a_sender_reaches_its_own()
    {
        var scene = new ReachScene();
        scene.Route(ClientTable, Address, OtherEni);
        scene.Interfaces[OtherEni] = scene.Interfaces[OtherEni]! with { VpcId = ClientVpc, SubnetId = ClientSubnetB };

        var path = scene.Walk();

        Assert.Equal((true, ClientVpc, OtherEni), (path.Reaches, path.VpcId, path.NetworkInterfaceId));
        var error = Assert.Throws<OverlayIpException>(() => scene.Walk(Site));
        Assert.Equal("VpcAmbiguous", error.ErrorId);
        Assert.Contains(ClientVpc, error.Message, StringComparison.Ordinal);
        Assert.True(scene.Walk(Site, vpcId: Vpc).Reaches);
    }

    [Fact]
    public void Without_any_VPC_that_has_the_address_a_block_has_no_path_and_a_subnet_one_that_stops()
    {
        var scene = new ReachScene();
        foreach (var table in new[] { Main, TransitA, TransitB })
        {
            scene.NoRoute(table, Address);
        }

        Assert.Equal("RouteNotFound", Assert.Throws<OverlayIpException>(() => scene.Walk(Site)).ErrorId);
        var path = scene.Walk(NodeSubnet);
        Assert.Equal((OverlayPathProblem.RouteMissing, Main, null), (path.Problem, path.StopsAt, path.VpcId));
        Assert.StartsWith($"New-OverlayRoute {Address} -RouteTableId {Main} -InstanceId <", path.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void IPv6_is_walked_alike()
    {
        const string address = "fd12::1/128";
        var scene = new ReachScene();
        foreach (var table in new[] { Main, TransitA, TransitB })
        {
            scene.Route(table, address, Eni);
            scene.Route(table, "2001:db8:1::/56", Gateway);
        }

        scene.Route(ClientTable, address, Gateway);
        scene.TransitRoute(SenderTable, address, VpcAttachment);
        scene.TransitRoute(VpcTable, "2001:db8:1::/56", ClientAttachment, isStatic: false);
        Assert.Equal((OverlayPathProblem.Ipv6NotSupported, ClientSubnet), (scene.Walk(destination: address).Problem, scene.Walk(destination: address).StopsAt));

        scene.Subnet(ClientSubnet, ClientVpc, "zone-a", "10.1.1.0/24", "2001:db8:1::/64");
        Assert.Equal((OverlayPathProblem.Ipv6NotSupported, ClientAttachment), (scene.Walk(destination: address).Problem, scene.Walk(destination: address).StopsAt));

        scene.Change(ClientAttachment, a => a with { SupportsIpv6 = true });
        scene.Change(VpcAttachment, a => a with { SupportsIpv6 = true });
        Assert.True(scene.Walk(destination: address).Reaches);
    }

    [Fact]
    public void What_is_not_known_is_asked_for_and_nothing_else()
    {
        var whole = new ReachScene().Facts;
        var known = ReachFacts.None;
        var request = new PathRequest { Destination = CidrBlock.Parse(Address), From = PathSource.Parse(ClientSubnet) };
        var rounds = new List<string>();
        OverlayPath? path;
        while (true)
        {
            (path, var needs) = PathWalk.Walk(request, known);
            if (path is not null)
            {
                break;
            }

            rounds.Add(string.Join(' ', needs.Select(n => $"{n.Kind}:{n.Id}").Order(StringComparer.Ordinal)));
            known = needs.Aggregate(known, (facts, need) => Learn(facts, whole, need));
        }

        Assert.True(path.Reaches);
        Assert.Equal(
            [
                $"DestinationVpcs:{Address} Subnet:{ClientSubnet}", $"Vpc:{Vpc} Vpc:{ClientVpc}", $"TransitGateway:{Gateway}",
                $"TransitRoutes:{SenderTable}", $"Interface:{Eni}", $"TransitRoutes:{VpcTable}",
            ],
            rounds);
    }

    private static ReachFacts Learn(ReachFacts facts, ReachFacts whole, ReachNeed need) => need.Kind switch
    {
        ReachNeedKind.DestinationVpcs => facts with { DestinationVpcs = whole.DestinationVpcs },
        ReachNeedKind.Subnet => facts with { Subnets = facts.Subnets.SetItem(need.Id, whole.Subnets[need.Id]) },
        ReachNeedKind.Vpc => facts with { Vpcs = facts.Vpcs.SetItem(need.Id, whole.Vpcs[need.Id]) },
        ReachNeedKind.TransitGateway => facts with { TransitGateways = facts.TransitGateways.SetItem(need.Id, whole.TransitGateways[need.Id]) },
        ReachNeedKind.TransitRoutes => facts with { TransitRoutes = facts.TransitRoutes.SetItem(need.Id, whole.TransitRoutes[need.Id]) },
        ReachNeedKind.Interface => facts with { Interfaces = facts.Interfaces.SetItem(need.Id, whole.Interfaces[need.Id]) },
        _ => throw new InvalidOperationException($"Not expected: {need}"),
    };

    private static string KindsOf(OverlayPath path) => string.Join(" | ", path.Hops
        .GroupBy(h => h.Direction).OrderBy(g => g.Key).Select(g => string.Join(' ', g.Select(h => h.Kind))));
}
