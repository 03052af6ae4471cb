using OverlayIp.Agent.Tests.Support;

namespace OverlayIp.Agent.Tests;

/// <summary>A node that is named takes over, in this process.</summary>
public class TakeoverTests
{
    private const string Destination = "10.2.0.1";

    [Fact]
    public async Task All_route_tables_point_to_this_node_and_each_is_reported()
    {
        await using var scene = await TakeoverScene.StartAsync();

        var run = await scene.RunAsync("takeover", Destination, "--json");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.True(run.Json.GetProperty("succeeded").GetBoolean());
        var set = Assert.Single(run.Json.GetProperty("routeSets").EnumerateArray());
        Assert.Equal("10.2.0.1/32", set.GetProperty("destination").GetString());
        Assert.All(set.GetProperty("routes").GetProperty("routeTables").EnumerateArray(), table =>
        {
            Assert.Equal("Replaced", table.GetProperty("outcome").GetString());
            Assert.Equal(scene.Lab.A.InstanceId, table.GetProperty("previous").GetProperty("instanceId").GetString());
            Assert.True(table.GetProperty("verified").GetBoolean());
        });
        await scene.AssertTargetAsync(scene.Lab.B);
    }

    [Fact]
    public async Task Taking_over_again_changes_nothing()
    {
        await using var scene = await TakeoverScene.StartAsync();
        await scene.RunAsync("takeover", Destination);
        scene.Lab.Server.ClearCalls();

        var run = await scene.RunAsync("takeover", Destination);

        Assert.Equal(0, run.Code);
        Assert.Contains("Unchanged", run.Output, StringComparison.Ordinal);
        Assert.Empty(scene.Lab.Changes());
    }

    [Fact]
    public async Task A_check_that_is_on_is_refused_until_forced()
    {
        await using var scene = await TakeoverScene.StartAsync(verifySignatures: false);
        await scene.Lab.CallAsync("ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", scene.Lab.B.NetworkInterfaceId), ("SourceDestCheck.Value", "true"));

        var refused = await scene.RunAsync("takeover", Destination);
        Assert.Equal(3, refused.Code);
        Assert.Equal(["TargetCheckEnabled"], refused.ErrorIds);
        await scene.AssertTargetAsync(scene.Lab.A);

        var forced = await scene.RunAsync("takeover", Destination, "--force");
        Assert.Equal(0, forced.Code);
        Assert.Contains("warning", forced.Error, StringComparison.Ordinal);
        await scene.AssertTargetAsync(scene.Lab.B);
    }

    [Fact]
    public async Task From_refuses_what_somebody_else_has_moved()
    {
        await using var scene = await TakeoverScene.StartAsync();
        var run = await scene.RunAsync("takeover", Destination, "--from", "i-00000099");
        Assert.Equal(3, run.Code);
        Assert.All(run.ErrorIds, id => Assert.Equal("UnexpectedTarget", id));
        await scene.AssertTargetAsync(scene.Lab.A);

        Assert.Equal(0, (await scene.RunAsync("takeover", Destination, "--from", scene.Lab.A.InstanceId)).Code);
        Assert.Equal(0, (await scene.RunAsync("takeover", Destination, "--from", scene.Lab.A.InstanceId)).Code);
    }

    [Fact]
    public async Task Several_destinations_are_taken_over_and_one_that_fails_makes_it_a_partial_failure()
    {
        await using var scene = await TakeoverScene.StartAsync();
        var run = await scene.RunAsync("takeover", Destination, "10.9.9.9", "--json");
        Assert.Equal(1, run.Code);
        Assert.Equal(["RouteNotFound"], run.ErrorIds);
        Assert.Equal([true, false], run.Json.GetProperty("routeSets").EnumerateArray().Select(s => s.GetProperty("succeeded").GetBoolean()));
        await scene.AssertTargetAsync(scene.Lab.B);

        var both = await scene.RunAsync("takeover", Destination, "10.9.9.9", "--create-missing");
        Assert.Equal(0, both.Code);
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        await using var scene = await TakeoverScene.StartAsync();
        var run = await scene.RunAsync("takeover", Destination, "--dry-run");
        Assert.Equal(0, run.Code);
        Assert.Contains("Nothing was changed", run.Output, StringComparison.Ordinal);
        Assert.Empty(scene.Lab.Changes());
    }

    [Theory]
    [InlineData("not-an-address")]
    [InlineData("10.2.0.1", "--timeout", "0")]
    [InlineData("10.2.0.1", "--instance", "eni-00000001")]
    [InlineData("10.2.0.1", "--network-interface", "i-00000001")]
    [InlineData("10.2.0.0/24", "--address")]
    [InlineData("10.2.0.1", "--region", "Frankfurt")]
    public async Task Mistakes_are_found_before_anything_is_tried(params string[] args)
    {
        var run = await AgentRun.InProcessAsync(["takeover", "--lock-directory", Path.Combine(Path.GetTempPath(), "overlayip-mistakes"), .. args]);
        Assert.Equal((2, ""), (run.Code, run.Output));
    }

    [Fact]
    public async Task A_missing_permission_has_its_exit_code()
    {
        await using var scene = await TakeoverScene.StartAsync();
        scene.Lab.Server.SetFault(new OverlayLabFault { DeniedActions = ["ReplaceRoute"] });
        var run = await scene.RunAsync("takeover", Destination);
        Assert.Equal(5, run.Code);
        await scene.AssertTargetAsync(scene.Lab.A);
    }

    [Fact]
    public async Task Status_tells_from_the_node_whether_it_is_the_target_everywhere()
    {
        await using var scene = await TakeoverScene.StartAsync();
        var standby = await scene.RunAsync("status", Destination, "--node", "--json");
        Assert.Equal((7, false), (standby.Code, standby.Json.GetProperty("isTarget").GetBoolean()));
        Assert.Equal("none", standby.Json.GetProperty("routeSets")[0].GetProperty("holds").GetString());

        await scene.Lab.RouteAsync(scene.Lab.B, scene.Lab.RouteTableIds[0]);
        var split = await scene.RunAsync("status", Destination, "--node");
        Assert.Equal(7, split.Code);
        Assert.Contains($"not in {string.Join(", ", scene.Lab.RouteTableIds.Skip(1).Order(StringComparer.Ordinal))}", SortedIds(split.Output), StringComparison.Ordinal);

        await scene.RunAsync("takeover", Destination);
        scene.Lab.Server.ClearCalls();
        var target = await scene.RunAsync("status", Destination, "--node", "--json");
        Assert.Equal((0, true), (target.Code, target.Json.GetProperty("isTarget").GetBoolean()));
        Assert.Empty(scene.Lab.Changes());
    }

    [Fact]
    public async Task Status_counts_a_route_table_that_lacks_the_route_as_disagreeing()
    {
        await using var scene = await TakeoverScene.StartAsync(verifySignatures: false);
        await scene.RunAsync("takeover", Destination);
        var lacking = scene.Lab.RouteTableIds[1];
        await scene.Lab.CallAsync("DeleteRoute", ("RouteTableId", lacking), ("DestinationCidrBlock", TestLab.Destination));

        Assert.Equal(0, (await scene.RunAsync("status", Destination, "--node")).Code);
        var named = await scene.RunAsync("status", Destination, "--node", "--json", "--route-table", scene.Lab.RouteTableIds[0], "--route-table", lacking);
        Assert.Equal(7, named.Code);
        Assert.Equal([lacking], named.Json.GetProperty("routeSets")[0].GetProperty("disagreeingRouteTableIds").EnumerateArray().Select(e => e.GetString()));
    }

    [Theory]
    [InlineData("takeover")]
    [InlineData("release")]
    [InlineData("notify")]
    public async Task The_help_shows_examples_and_no_option_for_a_secret(string command)
    {
        var run = await AgentRun.InProcessAsync(command, "--help");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains($"  overlayip {command}", run.Output[run.Output.IndexOf("Examples:", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.DoesNotContain("--secret", run.Output, StringComparison.OrdinalIgnoreCase);
    }

    // EC2 gives route tables in no order that a test could rely on.
    private static string SortedIds(string output) => System.Text.RegularExpressions.Regex.Replace(
        output, "(?<=not in )rtb-[0-9a-f]+(, rtb-[0-9a-f]+)*", ids => string.Join(", ", ids.Value.Split(", ").Order(StringComparer.Ordinal)));
}
