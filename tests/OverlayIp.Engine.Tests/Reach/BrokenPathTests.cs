using static OverlayIp.Engine.Tests.Reach.ReachScene;

namespace OverlayIp.Engine.Tests.Reach;

/// <summary>One fault each: what the path says of it, where it stops, and what it says to do.</summary>
public class BrokenPathTests
{
    private static readonly Dictionary<string, (Action<ReachScene> Break, string From, OverlayPathProblem Problem, string StopsAt, string? Remedy)> Faults = new()
    {
        ["inside: the table lacks the route"] = (s => s.NoRoute(Main, Address), NodeSubnet, OverlayPathProblem.RouteMissing, Main,
            $"New-OverlayRoute {Address} -RouteTableId {Main} -NetworkInterfaceId {Eni}"),
        ["inside: the route is a blackhole"] = (s => s.Route(Main, Address, Eni, isBlackhole: true), NodeSubnet, OverlayPathProblem.RouteBlackhole, Main,
            $"Switch-OverlayRoute {Address} -RouteTableId {Main} -InstanceId <running instance id>"),
        ["inside: the default route to the internet takes it"] = (s => { s.NoRoute(Main, Address); s.Route(Main, "0.0.0.0/0", "igw-00000001"); }, NodeSubnet,
            OverlayPathProblem.WrongNextHop, Main, $"New-OverlayRoute {Address} -RouteTableId {Main} -NetworkInterfaceId {Eni}"),
        ["inside: a NAT gateway takes it"] = (s => { s.NoRoute(Main, Address); s.Route(Main, "0.0.0.0/0", "nat-00000001"); }, NodeSubnet,
            OverlayPathProblem.WrongNextHop, Main, $"New-OverlayRoute {Address} -RouteTableId {Main} -NetworkInterfaceId {Eni}"),
        ["inside: the interface is gone"] = (s => s.Interfaces[Eni] = null, NodeSubnet, OverlayPathProblem.TargetMissing, Eni,
            $"Switch-OverlayRoute {Address} -RouteTableId {Main} -InstanceId <running instance id>"),
        ["inside: the interface is attached to nothing"] = (s => s.Interfaces[Eni] = s.Interfaces[Eni]! with { InstanceId = null, InstanceState = null }, NodeSubnet,
            OverlayPathProblem.TargetMissing, Eni, $"Switch-OverlayRoute {Address} -RouteTableId {Main} -InstanceId <running instance id>"),
        ["inside: the instance is stopping"] = (s => s.Interfaces[Eni] = s.Interfaces[Eni]! with { InstanceState = "stopping" }, NodeSubnet,
            OverlayPathProblem.TargetNotRunning, "i-0000000a", $"Switch-OverlayRoute {Address} -RouteTableId {Main} -InstanceId <running instance id>"),
        ["inside: the check is on"] = (s => s.Interfaces[Eni] = s.Interfaces[Eni]! with { SourceDestCheck = true }, NodeSubnet,
            OverlayPathProblem.SourceDestCheckEnabled, Eni, $"Disable-SourceDestCheck -NetworkInterfaceId {Eni}"),
        ["inside: behind a firewall's endpoint"] = (s => s.Route(Main, Address, "vpce-00000001"), NodeSubnet, OverlayPathProblem.NotVisible, Main, null),
        ["inside: a core network"] = (s => s.Route(Main, Address, "core-00000001"), NodeSubnet, OverlayPathProblem.NotVisible, Main, null),
        ["inside: the answers are taken out of the VPC"] = (s => s.Route(Main, "10.0.255.0/28", "eni-0000000f"), TransitSubnetA,
            OverlayPathProblem.ReturnAsymmetric, Main, $"aws ec2 delete-route --route-table-id {Main} --destination-cidr-block 10.0.255.0/28"),

        ["client: its table lacks the route"] = (s => s.NoRoute(ClientTable, Address), ClientSubnet, OverlayPathProblem.RouteMissing, ClientTable,
            $"aws ec2 create-route --route-table-id {ClientTable} --destination-cidr-block {Address} --transit-gateway-id {Gateway}"),
        ["client: no common transit gateway"] = (s => { s.NoRoute(ClientTable, Address); s.Attachments.Remove(ClientAttachment); }, ClientSubnet,
            OverlayPathProblem.RouteMissing, ClientTable, $"aws ec2 create-transit-gateway-vpc-attachment --transit-gateway-id {Gateway} --vpc-id {ClientVpc} --subnet-ids <one subnet of each zone>"),
        ["client: peering"] = (s => s.Route(ClientTable, Address, "pcx-00000001"), ClientSubnet, OverlayPathProblem.PeeringDoesNotCarry, "pcx-00000001",
            "aws elbv2 register-targets --target-group-arn <IP target group of a Network Load Balancer in the VPC> --targets Id=10.2.0.1,AvailabilityZone=all"),
        ["client: the peering is gone"] = (s => s.Route(ClientTable, Address, "pcx-00000001", isBlackhole: true), ClientSubnet, OverlayPathProblem.RouteBlackhole, ClientTable,
            $"aws ec2 delete-route --route-table-id {ClientTable} --destination-cidr-block {Address}"),
        ["client: out of its VPN"] = (s => s.Route(ClientTable, Address, "vgw-00000001"), ClientSubnet, OverlayPathProblem.WrongNextHop, ClientTable,
            $"aws ec2 delete-route --route-table-id {ClientTable} --destination-cidr-block {Address}"),
        ["client: not attached"] = (s => s.Attachments.Remove(ClientAttachment), ClientSubnet, OverlayPathProblem.NotAttached, Gateway,
            $"aws ec2 create-transit-gateway-vpc-attachment --transit-gateway-id {Gateway} --vpc-id {ClientVpc} --subnet-ids <one subnet of each zone>"),
        ["client: the attachment waits for acceptance"] = (s => s.Change(ClientAttachment, a => a with { State = "pendingAcceptance" }), ClientSubnet, OverlayPathProblem.NotAttached, Gateway,
            $"aws ec2 create-transit-gateway-vpc-attachment --transit-gateway-id {Gateway} --vpc-id {ClientVpc} --subnet-ids <one subnet of each zone>"),
        ["client: in a zone that is not attached"] = (_ => { }, ClientSubnetB, OverlayPathProblem.ZoneNotAttached, ClientAttachment,
            $"aws ec2 modify-transit-gateway-vpc-attachment --transit-gateway-attachment-id {ClientAttachment} --add-subnet-ids <a subnet in zone-b>"),
        ["client: the attachment has no route table"] = (s => s.Change(ClientAttachment, a => a with { AssociatedTableId = null }), ClientSubnet, OverlayPathProblem.AssociationMissing, ClientAttachment,
            $"aws ec2 associate-transit-gateway-route-table --transit-gateway-attachment-id {ClientAttachment} --transit-gateway-route-table-id <transit gateway route table id>"),
        ["client: the transit gateway is another account's"] = (s => s.Change(ClientAttachment, a => a with { AssociatedTableId = null, IsOfOtherOwner = true }), ClientSubnet,
            OverlayPathProblem.NotVisible, Gateway, $"Get-OverlayPath {Address} -FromSubnet {ClientSubnet} -RoleArn <role in the account that owns {Gateway}>"),
        ["client: the transit table is another account's"] = (s => s.HiddenTransitTables.Add(SenderTable), ClientSubnet,
            OverlayPathProblem.NotVisible, Gateway, $"Get-OverlayPath {Address} -FromSubnet {ClientSubnet} -RoleArn <role in the account that owns {Gateway}>"),

        ["transit: no route"] = (s => s.NoTransitRoute(SenderTable, Address), ClientSubnet, OverlayPathProblem.TransitRouteMissing, SenderTable,
            $"New-OverlayTransitRoute {Address} -TransitGatewayRouteTableId {SenderTable} -TransitGatewayAttachmentId {VpcAttachment}"),
        ["transit: a static blackhole"] = (s => s.TransitRoute(SenderTable, Address, null, isBlackhole: true), ClientSubnet, OverlayPathProblem.TransitRouteBlackhole, SenderTable,
            $"New-OverlayTransitRoute {Address} -TransitGatewayRouteTableId {SenderTable} -TransitGatewayAttachmentId {VpcAttachment} -Force"),
        ["transit: a wide blackhole"] = (s => { s.NoTransitRoute(SenderTable, Address); s.TransitRoute(SenderTable, "10.0.0.0/8", null, isBlackhole: true); }, ClientSubnet,
            OverlayPathProblem.TransitRouteBlackhole, SenderTable, $"New-OverlayTransitRoute {Address} -TransitGatewayRouteTableId {SenderTable} -TransitGatewayAttachmentId {VpcAttachment}"),
        ["transit: into the VPN"] = (s => s.TransitRoute(SenderTable, Address, VpnAttachment), ClientSubnet, OverlayPathProblem.TransitRouteElsewhere, SenderTable,
            $"New-OverlayTransitRoute {Address} -TransitGatewayRouteTableId {SenderTable} -TransitGatewayAttachmentId {VpcAttachment} -Force"),
        ["transit: into a VPC that lacks it"] = (s =>
            {
                s.Attachment("tgw-attach-0000000f", "vpc", "vpc-0000000f", SenderTable, "subnet-0000000f");
                s.Subnet("subnet-0000000f", "vpc-0000000f", "zone-a", "10.8.0.0/24");
                s.Table("rtb-0000000f", "vpc-0000000f", isMain: true, [], ("10.8.0.0/16", "local"));
                s.TransitRoute(SenderTable, Address, "tgw-attach-0000000f");
            }, ClientSubnet, OverlayPathProblem.TransitRouteElsewhere, SenderTable,
            $"New-OverlayTransitRoute {Address} -TransitGatewayRouteTableId {SenderTable} -TransitGatewayAttachmentId {VpcAttachment} -Force"),
        ["transit: into another Region"] = (s => { s.Attachment("tgw-attach-0000000f", "peering", "tgw-00000002", null); s.TransitRoute(SenderTable, Address, "tgw-attach-0000000f"); },
            ClientSubnet, OverlayPathProblem.NotVisible, SenderTable, null),
        ["transit: the attachment is being deleted"] = (s => s.Change(VpcAttachment, a => a with { State = "deleting" }), ClientSubnet, OverlayPathProblem.NotAttached, SenderTable,
            $"aws ec2 create-transit-gateway-vpc-attachment --transit-gateway-id {Gateway} --vpc-id {Vpc} --subnet-ids <one subnet of each zone>"),
        ["transit: back to where it came from"] = (s => s.TransitRoute(SenderTable, Address, ClientAttachment), ClientSubnet, OverlayPathProblem.Loop, SenderTable,
            $"New-OverlayTransitRoute {Address} -TransitGatewayRouteTableId {SenderTable} -TransitGatewayAttachmentId {VpcAttachment} -Force"),
        ["transit: the VPC of the address is not attached"] = (s => { s.Attachments.Remove(VpcAttachment); s.NoTransitRoute(SenderTable, Address); s.NoTransitRoute(SenderTable, "10.0.0.0/16"); },
            ClientSubnet, OverlayPathProblem.TransitRouteMissing, SenderTable,
            $"aws ec2 create-transit-gateway-vpc-attachment --transit-gateway-id {Gateway} --vpc-id {Vpc} --subnet-ids <one subnet of each zone>"),

        ["entering: one zone's table lacks the route"] = (s => s.NoRoute(TransitB, Address), ClientSubnet, OverlayPathProblem.RouteMissing, TransitB,
            $"New-OverlayRoute {Address} -RouteTableId {TransitB} -NetworkInterfaceId {Eni}"),
        ["entering: the zones lead to two targets"] = (s => s.Route(TransitB, Address, OtherEni), ClientSubnet, OverlayPathProblem.TablesDisagree, TransitB,
            $"Switch-OverlayRoute {Address} -RouteTableId {TransitB} -NetworkInterfaceId {Eni}"),
        ["entering: one zone's route is a blackhole"] = (s => s.Route(TransitB, Address, Eni, isBlackhole: true), ClientSubnet, OverlayPathProblem.RouteBlackhole, TransitB,
            $"Switch-OverlayRoute {Address} -RouteTableId {TransitB} -InstanceId <running instance id>"),

        ["return: the target's table has no way back"] = (s => s.NoRoute(Main, "10.1.0.0/16"), ClientSubnet, OverlayPathProblem.ReturnMissing, Main,
            $"aws ec2 create-route --route-table-id {Main} --destination-cidr-block 10.1.1.0/24 --transit-gateway-id {Gateway}"),
        ["return: the way back is a blackhole"] = (s => s.Route(Main, "10.1.1.0/24", "tgw-00000009", isBlackhole: true), ClientSubnet, OverlayPathProblem.ReturnMissing, Main,
            $"aws ec2 replace-route --route-table-id {Main} --destination-cidr-block 10.1.1.0/24 --transit-gateway-id {Gateway}"),
        ["return: by peering"] = (s => s.Route(Main, "10.1.0.0/16", "pcx-00000001"), ClientSubnet, OverlayPathProblem.ReturnAsymmetric, Main,
            $"aws ec2 create-route --route-table-id {Main} --destination-cidr-block 10.1.1.0/24 --transit-gateway-id {Gateway}"),
        ["return: by the VPN of the VPC"] = (s => s.Route(Main, Site, "vgw-00000001", isPropagated: true), Site, OverlayPathProblem.ReturnAsymmetric, Main,
            $"aws ec2 create-route --route-table-id {Main} --destination-cidr-block {Site} --transit-gateway-id {Gateway}"),
        ["return: the target's zone is not attached"] = (s => s.Interfaces[Eni] = s.Interfaces[Eni]! with { SubnetId = "subnet-000000cc" }, ClientSubnet, OverlayPathProblem.ZoneNotAttached, VpcAttachment,
            $"aws ec2 modify-transit-gateway-vpc-attachment --transit-gateway-attachment-id {VpcAttachment} --add-subnet-ids <a subnet in zone-c>"),
        ["return: the transit table has no way back"] = (s => s.NoTransitRoute(VpcTable, "10.1.0.0/16"), ClientSubnet, OverlayPathProblem.ReturnMissing, VpcTable,
            $"New-OverlayTransitRoute 10.1.1.0/24 -TransitGatewayRouteTableId {VpcTable} -TransitGatewayAttachmentId {ClientAttachment}"),
        ["return: the transit table leads elsewhere"] = (s => s.TransitRoute(VpcTable, "10.1.1.0/24", VpnAttachment), ClientSubnet, OverlayPathProblem.ReturnAsymmetric, VpcTable,
            $"New-OverlayTransitRoute 10.1.1.0/24 -TransitGatewayRouteTableId {VpcTable} -TransitGatewayAttachmentId {ClientAttachment} -Force"),
        ["return: the VPC's attachment has no route table"] = (s => s.Change(VpcAttachment, a => a with { AssociatedTableId = null }), ClientSubnet, OverlayPathProblem.AssociationMissing, VpcAttachment,
            $"aws ec2 associate-transit-gateway-route-table --transit-gateway-attachment-id {VpcAttachment} --transit-gateway-route-table-id <transit gateway route table id>"),

        ["site: comes by peering"] = (s => { s.Route(Main, "10.6.0.0/16", "pcx-00000001"); }, "10.6.0.0/16", OverlayPathProblem.PeeringDoesNotCarry, "pcx-00000001",
            "aws elbv2 register-targets --target-group-arn <IP target group of a Network Load Balancer in the VPC> --targets Id=10.2.0.1,AvailabilityZone=all"),
        ["site: comes by a plain VPN"] = (s => { s.NoTransitRoute(VpcTable, Site); s.Route(Main, Site, "vgw-00000001", isPropagated: true); }, Site,
            OverlayPathProblem.VpnDoesNotCarry, "vgw-00000001",
            "aws elbv2 register-targets --target-group-arn <IP target group of a Network Load Balancer in the VPC> --targets Id=10.2.0.1,AvailabilityZone=all"),
        ["site: comes by nothing"] = (_ => { }, "192.168.7.0/24", OverlayPathProblem.NoWayIn, Vpc, null),
        ["site: a part of it only returns"] = (s => { s.NoTransitRoute(VpcTable, Site); s.TransitRoute(VpcTable, "172.20.0.0/16", VpnAttachment); }, Site, OverlayPathProblem.ReturnMissing, VpcTable,
            $"New-OverlayTransitRoute {Site} -TransitGatewayRouteTableId {VpcTable} -TransitGatewayAttachmentId {VpnAttachment}"),
        ["site: no static route"] = (s => s.NoTransitRoute(SenderTable, Address), Site, OverlayPathProblem.TransitRouteMissing, SenderTable,
            $"New-OverlayTransitRoute {Address} -TransitGatewayRouteTableId {SenderTable} -TransitGatewayAttachmentId {VpcAttachment}"),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_is_found_where_it_is(string fault)
    {
        var (@break, from, problem, stopsAt, remedy) = Faults[fault];
        var scene = new ReachScene();
        scene.Subnet("subnet-000000cc", Vpc, "zone-c", "10.0.3.0/24");
        @break(scene);

        var path = scene.Walk(from);

        Assert.Equal((false, problem, stopsAt, remedy), (path.Reaches, path.Problem, path.StopsAt, path.Remedy));
        Assert.False(string.IsNullOrWhiteSpace(path.Reason));
        Assert.False(path.Hops[^1].Passes);
        Assert.All(path.Hops.SkipLast(1), h => Assert.True(h.Passes, h.Detail));
    }

    [Fact]
    public void A_lacking_static_route_is_told_in_properties_too()
    {
        var scene = new ReachScene();
        scene.NoTransitRoute(SenderTable, Address);

        var path = scene.Walk();

        Assert.Equal((SenderTable, VpcAttachment), (path.TransitGatewayRouteTableId, path.TransitGatewayAttachmentId));
    }

    [Theory]
    [InlineData("10.2.0.0/24", true)]
    [InlineData("10.2.0.0/31", true)]
    [InlineData("10.2.0.128/25", false)]
    public void A_part_of_a_block_that_goes_elsewhere_is_a_fault(string destination, bool isShadowed)
    {
        var scene = new ReachScene();
        foreach (var table in new[] { Main, TransitA, TransitB })
        {
            scene.Route(table, "10.2.0.0/24", OtherEni);
        }

        scene.Route(Main, destination, OtherEni);
        var path = scene.Walk(NodeSubnet, destination, Vpc);

        Assert.Equal(isShadowed ? OverlayPathProblem.RouteShadowed : OverlayPathProblem.None, path.Problem);
        Assert.Equal(isShadowed ? $"aws ec2 delete-route --route-table-id {Main} --destination-cidr-block {Address}" : null, path.Remedy);
    }

    [Fact]
    public void An_address_of_the_VPC_is_no_overlay_address()
    {
        var path = new ReachScene().Walk(NodeSubnet, "10.0.2.5/32", Vpc);

        Assert.Equal((OverlayPathProblem.DestinationInsideVpc, Main, $"Find-OverlayAddress -VpcId {Vpc}"), (path.Problem, path.StopsAt, path.Remedy));
    }
}
