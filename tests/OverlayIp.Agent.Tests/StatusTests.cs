using OverlayIp.Agent.Tests.Support;

namespace OverlayIp.Agent.Tests;

public class StatusTests
{
    [Fact]
    public async Task Route_tables_that_agree_on_a_running_node_are_healthy()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var run = await AgentRun.InProcessAsync(["status", "10.2.0.1", .. lab.Connect]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(3, AgentRun.Lines(run.Output).Count(l => l.Contains($"node-a ({lab.A.InstanceId}, {lab.A.NetworkInterfaceId})", StringComparison.Ordinal) && l.Contains("active", StringComparison.Ordinal)));
        Assert.Contains("ok, 3 route table(s) agree", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_table_that_disagrees_is_named()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        await lab.RouteAsync(lab.B, lab.RouteTableIds[1]);
        var run = await AgentRun.InProcessAsync(["status", "--json", .. lab.Connect]);
        Assert.Equal(7, run.Code);
        Assert.False(run.Json.GetProperty("healthy").GetBoolean());
        var destination = Assert.Single(run.Json.GetProperty("destinations").EnumerateArray());
        Assert.Equal([lab.RouteTableIds[1]], destination.GetProperty("disagreeingRouteTableIds").EnumerateArray().Select(e => e.GetString()));
        Assert.True(destination.GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task A_blackhole_is_told()
    {
        await using var lab = await TestLab.StartRoutedAsync(verifySignatures: false);
        await lab.StopNodeAsync(lab.A);
        var run = await AgentRun.InProcessAsync(["status", "10.2.0.1", .. lab.Connect]);
        Assert.Equal(7, run.Code);
        Assert.Contains("3 of 3 routes are blackholes", run.Output, StringComparison.Ordinal);
        Assert.Contains("node-a", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_whose_instance_is_gone_is_still_shown()
    {
        await using var lab = await TestLab.StartRoutedAsync(verifySignatures: false);
        await lab.RouteAsync(lab.B, lab.RouteTableIds[1]);
        await lab.CallAsync("TerminateInstances", ("InstanceId.1", lab.A.InstanceId));
        var b = lab.Lab.Nodes.Single(n => n.Name == "node-b");
        var run = await AgentRun.InProcessAsync(["status", "--json", .. lab.Connect]);
        Assert.Equal(7, run.Code);
        Assert.Contains(run.Json.GetProperty("routes").EnumerateArray(), r => r.GetProperty("target").GetProperty("instanceId").GetString() == b.InstanceId);
    }

    [Fact]
    public async Task Names_are_a_courtesy_that_a_missing_permission_does_not_turn_into_a_failure()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        lab.Server.SetFault(new OverlayLabFault { DeniedActions = ["DescribeInstances"] });
        var run = await AgentRun.InProcessAsync(["status", "10.2.0.1", "--verbose", .. lab.Connect]);
        Assert.Equal(0, run.Code);
        Assert.Contains($"{lab.A.InstanceId} ({lab.A.NetworkInterfaceId})", run.Output, StringComparison.Ordinal);
        Assert.Contains("Instance names are not shown", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_destination_that_no_route_table_has_is_not_found()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var run = await AgentRun.InProcessAsync(["status", "10.2.0.1", "10.2.0.9", .. lab.Connect]);
        Assert.Equal(4, run.Code);
        Assert.Equal(["RouteNotFound"], run.ErrorIds);
        Assert.Contains("10.2.0.9/32", run.Error, StringComparison.Ordinal);
        Assert.Contains("10.2.0.1/32", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_no_overlay_route_nothing_is_wrong()
    {
        await using var lab = await TestLab.StartAsync();
        var run = await AgentRun.InProcessAsync(["status", .. lab.Connect]);
        Assert.Equal((0, ""), (run.Code, run.Output));
        Assert.Contains("No route table has a route", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_named_route_tables_and_VPCs_are_looked_at()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var one = await AgentRun.InProcessAsync(["status", "--route-table", lab.RouteTableIds[0], "--json", .. lab.Connect]);
        Assert.Single(one.Json.GetProperty("routes").EnumerateArray());
        var none = await AgentRun.InProcessAsync(["status", "--vpc", "vpc-0123456789abcdef0", "--json", .. lab.Connect]);
        Assert.Equal(0, none.Code);
        Assert.Empty(none.Json.GetProperty("routes").EnumerateArray());
    }

    [Fact]
    public async Task The_JSON_has_the_documented_properties()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var json = (await AgentRun.InProcessAsync(["status", "--json", .. lab.Connect])).Json;
        Assert.Equal(["healthy", "destinations", "routes"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            ["destination", "vpcId", "routeTables", "agreeing", "active", "disagreeingRouteTableIds"],
            json.GetProperty("destinations")[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            ["destination", "vpcId", "routeTableId", "routeTableName", "target", "state", "agrees"],
            json.GetProperty("routes")[0].EnumerateObject().Select(p => p.Name));
    }
}
