using OverlayIp.Engine.Reach;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Integration.Tests.Reach;

public class PathTests
{
    [Fact]
    public async Task Every_subnet_of_the_VPC_reaches_the_address_with_few_calls()
    {
        await using var scene = await LabScene.StartAsync(3);
        var walker = new PathWalker(scene.Connection);
        var destination = CidrBlock.Parse(LabScene.Address);

        var source = Assert.Single(await walker.OwnSourcesAsync(destination, null, CancellationToken.None));
        var path = await walker.WalkAsync(new PathRequest { Destination = destination, From = source }, Engine.SilentObserver.Instance, CancellationToken.None);

        Assert.True(path.Reaches, path.Reason);
        Assert.Equal((scene.A.InstanceId, scene.A.NetworkInterfaceId, scene.Lab.Lab.VpcId, scene.Lab.Lab.Region), (path.InstanceId, path.NetworkInterfaceId, path.VpcId, path.Region));
        Assert.Equal(scene.Tables.Order(StringComparer.Ordinal), path.Hops.Where(h => h.Kind == OverlayPathHopKind.RouteTable).Select(h => h.Id).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            ["DescribeInstances", "DescribeNetworkInterfaces", "DescribeRouteTables", "DescribeRouteTables", "DescribeSubnets"],
            scene.Server.Calls.Select(c => c.Action).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_missing_between_two_VPCs_is_named_one_after_the_other()
    {
        await using var lab = await ReachLab.StartAsync();
        var subnet = lab.Transit.OutsideSubnetId;

        var path = await lab.WalkAsync(subnet);
        Assert.Equal((OverlayPathProblem.RouteMissing, lab.OutsideTable), (path.Problem, path.StopsAt));
        Assert.Contains(lab.Transit.GatewayId, path.Remedy, StringComparison.Ordinal);

        await lab.LeadOutsideAsync();
        path = await lab.WalkAsync(subnet);
        Assert.Equal(
            (OverlayPathProblem.TransitRouteMissing, lab.Transit.TableId, lab.Transit.TableId, lab.Transit.InsideId),
            (path.Problem, path.StopsAt, path.TransitGatewayRouteTableId, path.TransitGatewayAttachmentId));

        await lab.Transit.RouteAsync(LabScene.Address, lab.Transit.InsideId);
        path = await lab.WalkAsync(subnet);
        Assert.Equal(OverlayPathProblem.ReturnMissing, path.Problem);
        Assert.Contains(path.StopsAt, lab.Scene.Tables);

        await lab.LeadBackAsync();
        lab.Scene.Server.ClearCalls();
        path = await lab.WalkAsync(subnet);
        Assert.True(path.Reaches, path.Reason);
        Assert.Equal(lab.Scene.A.InstanceId, path.InstanceId);
        Assert.InRange(lab.Scene.Server.Calls.Count, 1, 10);
    }

    public static TheoryData<string> Breaks => [.. Faults.Keys];

    private static readonly Dictionary<string, (Func<ReachLab, Task> Break, Func<ReachLab, string> From, OverlayPathProblem Problem, Func<ReachLab, string?> StopsAt)> Faults = new()
    {
        ["the static route is a blackhole"] = (async lab =>
            {
                await lab.Api.DoAsync("DeleteTransitGatewayRoute", ("TransitGatewayRouteTableId", lab.Transit.TableId), ("DestinationCidrBlock", LabScene.Address));
                await lab.Transit.RouteAsync(LabScene.Address, null);
            }, lab => lab.Transit.OutsideSubnetId, OverlayPathProblem.TransitRouteBlackhole, lab => lab.Transit.TableId),
        ["the static route leads back"] = (lab => lab.Api.DoAsync(
                "ReplaceTransitGatewayRoute", ("TransitGatewayRouteTableId", lab.Transit.TableId), ("DestinationCidrBlock", LabScene.Address), ("TransitGatewayAttachmentId", lab.Transit.OutsideId)),
            lab => lab.Transit.OutsideSubnetId, OverlayPathProblem.Loop, lab => lab.Transit.TableId),
        ["the sender's VPC is detached"] = (lab => lab.Api.DoAsync("DeleteTransitGatewayVpcAttachment", ("TransitGatewayAttachmentId", lab.Transit.OutsideId)),
            lab => lab.Transit.OutsideSubnetId, OverlayPathProblem.RouteBlackhole, lab => lab.OutsideTable),
        ["the VPC of the address is detached"] = (lab => lab.Api.DoAsync("DeleteTransitGatewayVpcAttachment", ("TransitGatewayAttachmentId", lab.Transit.InsideId)),
            lab => lab.Transit.OutsideSubnetId, OverlayPathProblem.TransitRouteBlackhole, lab => lab.Transit.TableId),
        ["the sender's attachment has no table"] = (lab => lab.Api.DoAsync(
                "DisassociateTransitGatewayRouteTable", ("TransitGatewayRouteTableId", lab.Transit.TableId), ("TransitGatewayAttachmentId", lab.Transit.OutsideId)),
            lab => lab.Transit.OutsideSubnetId, OverlayPathProblem.AssociationMissing, lab => lab.Transit.OutsideId),
        ["the address's attachment has no table"] = (lab => lab.Api.DoAsync(
                "DisassociateTransitGatewayRouteTable", ("TransitGatewayRouteTableId", lab.Transit.TableId), ("TransitGatewayAttachmentId", lab.Transit.InsideId)),
            lab => lab.Transit.OutsideSubnetId, OverlayPathProblem.AssociationMissing, lab => lab.Transit.InsideId),
        ["the target has stopped"] = (async lab =>
            {
                await lab.Api.DoAsync("StopInstances", ("InstanceId.1", lab.Scene.A.InstanceId));
                await lab.Api.DoAsync("DescribeInstances");
            }, lab => lab.Scene.B.SubnetId, OverlayPathProblem.RouteBlackhole, _ => null),
        ["the check is on"] = (lab => lab.Api.DoAsync(
                "ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", lab.Scene.A.NetworkInterfaceId), ("SourceDestCheck.Value", "true")),
            lab => lab.Transit.OutsideSubnetId, OverlayPathProblem.SourceDestCheckEnabled, lab => lab.Scene.A.NetworkInterfaceId),
        ["one table of the VPC lacks the route"] = (async lab =>
            {
                var table = (await lab.Api.DoAsync("DescribeRouteTables", ("Filter.1.Name", "association.subnet-id"), ("Filter.1.Value.1", lab.Scene.B.SubnetId))).Text("routeTableId")!;
                await lab.Api.DoAsync("DeleteRoute", ("RouteTableId", table), ("DestinationCidrBlock", LabScene.Address));
            }, lab => lab.Transit.OutsideSubnetId, OverlayPathProblem.RouteMissing, _ => null),
        ["the sender leads it into a peering"] = (async lab =>
            {
                var peering = (await lab.Api.DoAsync("CreateVpcPeeringConnection", ("VpcId", lab.Transit.OutsideVpcId), ("PeerVpcId", lab.VpcId))).Text("vpcPeeringConnectionId")!;
                await lab.Api.DoAsync("AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", peering));
                await lab.Api.DoAsync("ReplaceRoute", ("RouteTableId", lab.OutsideTable), ("DestinationCidrBlock", LabScene.Address), ("VpcPeeringConnectionId", peering));
            }, lab => lab.Transit.OutsideSubnetId, OverlayPathProblem.PeeringDoesNotCarry, _ => null),
        ["nobody knows the source"] = (_ => Task.CompletedTask, _ => "192.168.0.0/16", OverlayPathProblem.NoWayIn, lab => lab.VpcId),
    };

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task A_broken_path_says_where_it_stops(string fault)
    {
        var (@break, from, problem, stopsAt) = Faults[fault];
        await using var lab = await ReachLab.StartAsync(connected: true);
        Assert.True((await lab.WalkAsync(lab.Transit.OutsideSubnetId)).Reaches);
        await @break(lab);

        var path = await lab.WalkAsync(from(lab));

        Assert.Equal(problem, path.Problem);
        Assert.Equal(stopsAt(lab) ?? path.StopsAt, path.StopsAt);
        Assert.False(path.Reaches);
    }

    [Theory]
    [InlineData("172.16.1.0/24")]
    [InlineData("172.16.1.7")]
    public async Task A_block_of_another_VPC_is_walked_from_its_subnets(string from)
    {
        await using var lab = await ReachLab.StartAsync(connected: true);

        var path = await lab.WalkAsync(from);

        Assert.True(path.Reaches, path.Reason);
        Assert.Equal(lab.Transit.OutsideSubnetId, path.Hops[0].Id);
    }

    [Fact]
    public async Task A_destination_that_is_a_prefix_list_is_walked_block_by_block()
    {
        await using var scene = await LabScene.StartAsync(3, routed: false);
        var list = (await scene.Lab.DoAsync(
            "CreateManagedPrefixList", ("PrefixListName", "overlay"), ("AddressFamily", "IPv4"), ("MaxEntries", "4"), ("Entry.1.Cidr", "10.2.0.1/32"), ("Entry.2.Cidr", "10.2.0.8/29"))).Text("prefixListId")!;
        foreach (var table in scene.Tables)
        {
            await scene.Lab.DoAsync("CreateRoute", ("RouteTableId", table), ("DestinationPrefixListId", list), ("NetworkInterfaceId", scene.A.NetworkInterfaceId));
        }

        var walker = new PathWalker(scene.Connection);
        var blocks = await walker.ExpandAsync(RouteDestination.Parse(list), CancellationToken.None);

        Assert.Equal(["10.2.0.1/32", "10.2.0.8/29"], blocks.Select(b => b.ToString()));
        foreach (var block in blocks)
        {
            var path = await walker.WalkAsync(
                new PathRequest { Destination = block, From = PathSource.Subnet(scene.B.SubnetId), VpcId = scene.Lab.Lab.VpcId }, Engine.SilentObserver.Instance, CancellationToken.None);
            Assert.True(path.Reaches, path.Reason);
            Assert.Contains(list, path.Hops[1].Route, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("subnet-0123456789abcdef0", LabScene.Address, null, "SubnetNotFound")]
    [InlineData("172.16.0.0/12", "10.9.9.9/32", null, "RouteNotFound")]
    [InlineData("172.16.0.0/12", LabScene.Address, "vpc-0123456789abcdef0", "VpcNotFound")]
    [InlineData("fd12::/64", LabScene.Address, null, "SourceFamilyMismatch")]
    public async Task What_does_not_exist_is_an_error(string from, string destination, string? vpcId, string errorId)
    {
        await using var lab = await ReachLab.StartAsync();

        Assert.Equal(errorId, (await Assert.ThrowsAsync<OverlayIpException>(() => lab.WalkAsync(from, destination, vpcId))).ErrorId);
    }

    [Fact]
    public async Task A_denied_call_is_an_error_that_names_the_action()
    {
        await using var lab = await ReachLab.StartAsync(connected: true);
        lab.Scene.Server.SetFault(new OverlayLabFault { DeniedActions = ["SearchTransitGatewayRoutes"] });

        var error = await Assert.ThrowsAsync<OverlayIpException>(() => lab.WalkAsync(lab.Transit.OutsideSubnetId));

        Assert.Equal(("AccessDenied", lab.Transit.TableId), (error.ErrorId, error.Subject));
        Assert.True((await lab.WalkAsync(lab.Scene.B.SubnetId)).Reaches);
    }
}
