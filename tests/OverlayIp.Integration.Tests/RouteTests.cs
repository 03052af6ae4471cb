using OverlayIp.Engine.Routing;

namespace OverlayIp.Integration.Tests;

public class RouteTests
{
    [Theory]
    [InlineData("10.2.0.1/32")]
    [InlineData("10.3.0.0/24")]
    [InlineData("2001:db8::1/128")]
    public async Task A_route_set_is_created_found_switched_and_removed(string text)
    {
        await using var scene = await LabScene.StartAsync(3, routed: false);
        var destination = RouteDestination.Parse(text);
        var scope = new RouteScope { VpcId = scene.Lab.Lab.VpcId };

        var created = await scene.ExecuteAsync(await scene.Planner.PlanCreateAsync(
            new CreateRoutePlanRequest { Destination = destination, Scope = scope, Target = RouteTarget.Instance(scene.A.InstanceId) }, CancellationToken.None));
        Assert.Equal(("Created", "AAA"), (LabScene.Outcomes(created), scene.Nodes(text)));

        var switched = await scene.ExecuteAsync(await scene.Planner.PlanSwitchAsync(
            new SwitchRoutePlanRequest { Destination = destination, Target = RouteTarget.NetworkInterface(scene.B.NetworkInterfaceId) }, CancellationToken.None));
        Assert.Equal(("Replaced", "BBB"), (LabScene.Outcomes(switched), scene.Nodes(text)));

        var found = await FindAsync(scene, new RouteQuery { Destinations = [destination] });
        Assert.Equal(3, found.Count);
        Assert.All(found, r => Assert.Equal(
            (text, scene.B.InstanceId, scene.B.NetworkInterfaceId, RouteState.Active, "CreateRoute"),
            (r.DestinationCidr, r.InstanceId, r.NetworkInterfaceId, r.State, r.Origin)));

        var removed = await scene.ExecuteAsync(await scene.Planner.PlanRemoveAsync(
            new RemoveRoutePlanRequest { Destination = destination, Scope = scope }, CancellationToken.None));
        Assert.True(removed.Succeeded);
        Assert.Equal("---", scene.Nodes(text));
        Assert.Empty(await FindAsync(scene, new RouteQuery { Destinations = [destination] }));
    }

    [Fact]
    public async Task A_prefix_list_is_moved_with_one_call_a_table()
    {
        await using var scene = await LabScene.StartAsync(2, routed: false);
        var list = (await scene.Lab.DoAsync(
            "CreateManagedPrefixList", ("PrefixListName", "overlay"), ("AddressFamily", "IPv4"), ("MaxEntries", "4"), ("Entry.1.Cidr", "10.2.0.1/32"))).Text("prefixListId")!;
        var scope = new RouteScope { RouteTableIds = scene.Tables };

        var created = await scene.ExecuteAsync(await scene.Planner.PlanCreateAsync(
            new CreateRoutePlanRequest { Destination = RouteDestination.Parse(list), Scope = scope, Target = RouteTarget.Instance(scene.A.InstanceId) }, CancellationToken.None));
        var switched = await scene.ExecuteAsync(await scene.Planner.PlanSwitchAsync(
            new SwitchRoutePlanRequest { Destination = RouteDestination.Parse(list), Target = RouteTarget.Instance(scene.B.InstanceId) }, CancellationToken.None));

        Assert.Equal(("Created", "Replaced", "BB"), (LabScene.Outcomes(created), LabScene.Outcomes(switched), scene.Nodes(list)));
    }

    [Fact]
    public async Task A_second_switch_finds_all_done_and_sends_no_change()
    {
        await using var scene = await LabScene.StartAsync(4);
        await scene.ExecuteAsync(await scene.PlanAsync(scene.B));
        scene.Server.ClearCalls();

        var again = await scene.ExecuteAsync(await scene.PlanAsync(scene.B));

        Assert.Equal("Unchanged", LabScene.Outcomes(again));
        Assert.All(scene.Server.Calls, c => Assert.StartsWith("Describe", c.Action, StringComparison.Ordinal));
    }

    [Fact]
    public async Task More_tables_than_one_page_holds_are_all_found_page_by_page()
    {
        await using var scene = await LabScene.StartAsync(120);

        var found = await FindAsync(scene, new RouteQuery { Destinations = [LabScene.Destination] });

        Assert.Equal(scene.Tables.Order(StringComparer.Ordinal), found.Select(r => r.RouteTableId).Order(StringComparer.Ordinal));
        Assert.Equal(2, scene.Server.Calls.Count);
        Assert.All(scene.Server.Calls, c => Assert.Equal("DescribeRouteTables", c.Action));
    }

    [Fact]
    public async Task A_stopped_target_is_a_blackhole_and_no_target_to_switch_to()
    {
        await using var scene = await LabScene.StartAsync(2);
        await scene.Lab.DoAsync("StopInstances", ("InstanceId.1", scene.A.InstanceId));
        await scene.Lab.DoAsync("DescribeInstances");

        Assert.Equal(2, (await FindAsync(scene, new RouteQuery { State = RouteState.Blackhole })).Count);
        var switched = await scene.ExecuteAsync(await scene.PlanAsync(scene.B));
        Assert.Equal("Replaced", LabScene.Outcomes(switched));

        var error = await Assert.ThrowsAsync<OverlayIpException>(() => scene.PlanAsync(scene.A));
        Assert.Equal(("TargetNotRunning", scene.A.InstanceId), (error.ErrorId, error.Subject));
    }

    [Fact]
    public async Task An_instance_with_two_interfaces_is_switched_to_by_naming_one()
    {
        await using var scene = await LabScene.StartAsync(2);
        var eni = (await scene.Lab.DoAsync("CreateNetworkInterface", ("SubnetId", scene.B.SubnetId))).Text("networkInterfaceId")!;
        await scene.Lab.DoAsync("AttachNetworkInterface", ("NetworkInterfaceId", eni), ("InstanceId", scene.B.InstanceId), ("DeviceIndex", "1"));

        var error = await Assert.ThrowsAsync<OverlayIpException>(() => scene.PlanAsync(scene.B));
        Assert.Equal("TargetHasSeveralInterfaces", error.ErrorId);
        Assert.Contains(eni, error.Message, StringComparison.Ordinal);

        var run = await scene.ExecuteAsync(await scene.Planner.PlanSwitchAsync(
            new SwitchRoutePlanRequest { Destination = LabScene.Destination, Target = RouteTarget.NetworkInterface(scene.B.NetworkInterfaceId) }, CancellationToken.None));
        Assert.Equal(("Replaced", "BB"), (LabScene.Outcomes(run), scene.Nodes()));
    }

    [Theory]
    [InlineData("rtb-0123456789abcdef0", "RouteTableNotFound")]
    public async Task An_unknown_table_among_known_ones_is_named(string lost, string errorId)
    {
        await using var scene = await LabScene.StartAsync(2);

        var error = await Assert.ThrowsAsync<OverlayIpException>(() => scene.Planner.PlanSwitchAsync(
            new SwitchRoutePlanRequest
            {
                Destination = LabScene.Destination,
                Scope = new RouteScope { RouteTableIds = [.. scene.Tables, lost] },
                Target = RouteTarget.Instance(scene.B.InstanceId),
            },
            CancellationToken.None));

        Assert.Equal((errorId, lost), (error.ErrorId, error.Subject));
        Assert.NotNull(error.RequestId);
        Assert.Equal("AA", scene.Nodes());
    }

    [Theory]
    [InlineData("10.0.1.77", "DestinationInsideVpc")]
    [InlineData("10.0.0.0/8", "DestinationContainsVpc")]
    public async Task A_destination_that_collides_with_the_VPC_changes_nothing(string destination, string errorId)
    {
        await using var scene = await LabScene.StartAsync(2, routed: false);

        var error = await Assert.ThrowsAsync<OverlayIpException>(() => scene.Planner.PlanCreateAsync(
            new CreateRoutePlanRequest
            {
                Destination = RouteDestination.Parse(destination),
                Scope = new RouteScope { VpcId = scene.Lab.Lab.VpcId },
                Target = RouteTarget.Instance(scene.A.InstanceId),
            },
            CancellationToken.None));

        Assert.Equal(errorId, error.ErrorId);
        Assert.All(scene.Server.Calls, c => Assert.StartsWith("Describe", c.Action, StringComparison.Ordinal));
    }

    private static async Task<List<OverlayRoute>> FindAsync(LabScene scene, RouteQuery query)
    {
        var routes = new List<OverlayRoute>();
        await foreach (var route in new RouteInventory(scene.Connection).FindAsync(query, CancellationToken.None))
        {
            routes.Add(route);
        }

        return routes;
    }
}
