using OverlayIp.Agent.Tests.Support;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Agent.Tests;

/// <summary>Pacemaker's resource agent: what each action does, and the exit codes that Pacemaker acts upon.</summary>
public class OcfActionTests
{
    private const int Success = 0;
    private const int Generic = 1;
    private const int NotRunning = 7;

    [Fact]
    public async Task Start_moves_every_route_and_the_address_with_no_more_permissions_than_the_stock_agent_has()
    {
        await using var scene = await OcfScene.StartAsync();
        scene.Set("iflabel", "ovip");

        var run = await scene.RunAsync("start");

        Assert.Equal((Success, ""), (run.Code, run.Output));
        await scene.AssertTargetAsync(scene.Lab.B);
        Assert.Equal(("eth0", "eth0:ovip"), scene.Addresses.Present["10.2.0.1"]);
        Assert.Equal(new HashSet<string> { "DescribeRouteTables", "ReplaceRoute" }, scene.Calls());
        Assert.All(AgentRun.Lines(run.Error), line => Assert.StartsWith("INFO: 10.2.0.1/32 in rtb-", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_and_stop_can_be_repeated()
    {
        await using var scene = await OcfScene.StartAsync();
        Assert.Equal(Success, (await scene.RunAsync("start")).Code);
        scene.Lab.Server.ClearCalls();
        Assert.Equal((Success, "", ""), await ResultAsync(scene, "start"));
        Assert.Empty(scene.Lab.Changes());

        Assert.Equal(Success, (await scene.RunAsync("stop")).Code);
        Assert.Empty(scene.Addresses.Present);
        Assert.Equal((Success, "", ""), await ResultAsync(scene, "stop"));
    }

    [Fact]
    public async Task Stop_asks_EC2_and_instance_metadata_for_nothing()
    {
        await using var scene = await OcfScene.StartAsync();
        scene.Addresses.Present["10.2.0.1"] = ("eth1", null);
        scene.Metadata.Dispose();

        Assert.Equal(Success, (await scene.RunAsync("stop")).Code);

        Assert.Empty(scene.Addresses.Present);
        Assert.Empty(scene.Connections);
        await scene.AssertTargetAsync(scene.Lab.A);
    }

    // A stop that fails gets the node fenced.
    [Theory]
    [InlineData("region", "Frankfurt")]
    [InlineData("routing_table", null)]
    [InlineData("interface", "eth9")]
    [InlineData("iflabel", "far-too-long-for-a-label")]
    public async Task Stop_works_whatever_else_is_wrong(string parameter, string? value)
    {
        await using var scene = await OcfScene.StartAsync();
        scene.Addresses.Present["10.2.0.1"] = ("eth0", null);
        scene.Set(parameter, value);
        Assert.Equal(Success, (await scene.RunAsync("stop")).Code);
        Assert.Empty(scene.Addresses.Present);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("somewhere")]
    public async Task Stop_succeeds_where_there_is_no_address_that_could_have_been_started(string? ip)
    {
        await using var scene = await OcfScene.StartAsync();
        scene.Set("ip", ip);
        var run = await scene.RunAsync("stop");
        Assert.Equal(Success, run.Code);
        Assert.StartsWith("ocf-exit-reason:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_needs_no_lock_and_start_does()
    {
        await using var scene = await OcfScene.StartAsync();
        scene.Addresses.Present["10.2.0.1"] = ("eth0", null);
        scene.SpoilLocks();
        Assert.Equal(Generic, (await scene.RunAsync("start")).Code);
        Assert.Equal(Success, (await scene.RunAsync("stop")).Code);
        Assert.Empty(scene.Addresses.Present);
        await scene.AssertTargetAsync(scene.Lab.A);
    }

    [Theory]
    [InlineData("10000", null)]
    [InlineData("10000", "true")]
    [InlineData("0", null)]
    [InlineData(null, null)]
    public async Task A_monitor_on_a_node_without_the_address_asks_EC2_for_nothing(string? interval, string? monapi)
    {
        await using var scene = await OcfScene.StartAsync();
        scene.Set("CRM_meta_interval", interval);
        scene.Set("monapi", monapi);

        var run = await scene.RunAsync("monitor");

        Assert.Equal(NotRunning, run.Code);
        Assert.Empty(scene.Connections);
        Assert.Equal(interval == "10000" ? "ocf-exit-reason:10.2.0.1/32 is not on eth0.\n" : "", run.Error);
    }

    [Theory]
    [InlineData("10000", "false", false)]
    [InlineData("10000", "true", true)]
    [InlineData("0", "false", true)]
    public async Task The_routes_are_looked_at_by_a_probe_and_when_that_was_asked_for(string interval, string monapi, bool looks)
    {
        await using var scene = await OcfScene.StartAsync();
        scene.Addresses.Present["10.2.0.1"] = ("eth0", null);
        scene.Set("CRM_meta_interval", interval);
        scene.Set("monapi", monapi);

        // Node A has the routes.
        Assert.Equal(looks ? NotRunning : Success, (await scene.RunAsync("monitor")).Code);
        Assert.Equal(looks, scene.Calls().SetEquals(["DescribeRouteTables"]));
        foreach (var table in scene.Lab.RouteTableIds)
            await scene.Lab.RouteAsync(scene.Lab.B, table);

        Assert.Equal((Success, "", ""), await ResultAsync(scene, "monitor"));
    }

    [Fact]
    public async Task A_monitor_says_which_route_table_is_wrong()
    {
        await using var scene = await OcfScene.StartAsync();
        scene.Set("monapi", "yes");
        await scene.RunAsync("start");
        await scene.Lab.RouteAsync(scene.Lab.A, scene.Lab.RouteTableIds[1]);
        await scene.Lab.CallAsync("DeleteRoute", ("RouteTableId", scene.Lab.RouteTableIds[2]), ("DestinationCidrBlock", TestLab.Destination));

        var run = await scene.RunAsync("monitor");

        Assert.Equal(NotRunning, run.Code);
        Assert.Contains($"{scene.Lab.RouteTableIds[1]} sends 10.2.0.1/32 to {scene.Lab.A.InstanceId}", run.Error, StringComparison.Ordinal);
        Assert.Contains($"{scene.Lab.RouteTableIds[2]} has no route to 10.2.0.1/32", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(scene.Lab.RouteTableIds[0], run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eth1", false)]
    [InlineData("eth0", true)]
    public async Task A_monitor_wants_the_address_on_the_interface_and_the_interface_up(string holder, bool isDown)
    {
        await using var scene = await OcfScene.StartAsync();
        scene.Addresses.Present["10.2.0.1"] = (holder, null);
        scene.Addresses.IsDown = isDown;
        Assert.Equal(NotRunning, (await scene.RunAsync("monitor")).Code);
    }

    [Theory]
    [InlineData("InstanceId", Success)]
    [InlineData("NetworkInterfaceId", NotRunning)]
    public async Task The_lookup_type_says_whether_another_interface_of_the_instance_will_do(string lookup, int code)
    {
        await using var scene = await OcfScene.StartAsync();
        scene.Set("monapi", "true");
        scene.Set("lookup_type", lookup);
        await scene.RunAsync("start");

        // From now on the interface is said to be another ENI.
        scene.Metadata.SetNode(scene.Lab.B.InstanceId, "eni-0123456789abcdef9", scene.Lab.B.VpcId, scene.Lab.Lab.Region);
        Assert.Equal(code, (await scene.RunAsync("monitor")).Code);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task An_API_that_is_out_is_no_failure_of_the_resource(string isProbe)
    {
        await using var scene = await OcfScene.StartAsync();
        scene.Set("monapi", "true");
        scene.Set("CRM_meta_interval", isProbe == "true" ? "0" : "10000");
        await scene.RunAsync("start");
        scene.Lab.Server.SetFault(new OverlayLabFault { Outage = true });

        var run = await scene.RunAsync("monitor");

        Assert.Equal(Success, run.Code);
        Assert.StartsWith("WARNING: The route tables could not be read, so only the local address was checked: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_monitor_that_is_not_allowed_fails_with_the_reason()
    {
        await using var scene = await OcfScene.StartAsync();
        scene.Set("monapi", "true");
        await scene.RunAsync("start");
        scene.Lab.Server.SetFault(new OverlayLabFault { DeniedActions = ["DescribeRouteTables"] });
        var run = await scene.RunAsync("monitor");
        Assert.Equal(Generic, run.Code);
        Assert.StartsWith("ocf-exit-reason:AccessDenied: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_is_not_allowed_fails_with_the_reason_and_shows_no_secret()
    {
        await using var scene = await OcfScene.StartAsync();
        scene.Variables["HA_debug"] = "1";
        scene.Variables["OCF_EXIT_REASON_PREFIX"] = "because: ";
        scene.Lab.Server.SetFault(new OverlayLabFault { DeniedActions = ["ReplaceRoute"] });

        var run = await scene.RunAsync("start");

        Assert.Equal(Generic, run.Code);
        Assert.Equal("because: AccessDenied", AgentRun.Lines(run.Error)[^1].Split(": ") is [var because, var id, ..] ? $"{because}: {id}" : null);
        Assert.Contains("DEBUG: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(TestKeys.SecretAccessKey, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("token-", run.Error, StringComparison.Ordinal);
        await scene.AssertTargetAsync(scene.Lab.A);
    }

    [Fact]
    public async Task A_start_that_gets_no_answer_ends_before_the_cluster_kills_it()
    {
        await using var scene = await OcfScene.StartAsync();
        scene.Set("CRM_meta_timeout", "4000");
        scene.Lab.Server.SetFault(new OverlayLabFault { Latency = TimeSpan.FromSeconds(60) });
        var run = await scene.RunAsync("start");
        Assert.Equal(Generic, run.Code);
        Assert.Contains("ocf-exit-reason:", run.Error, StringComparison.Ordinal);
        await scene.Lab.Server.StopAsync(default);
    }

    [Fact]
    public async Task An_outage_that_passes_is_waited_out()
    {
        await using var scene = await OcfScene.StartAsync();
        scene.Lab.Server.SetFault(new OverlayLabFault { Outage = true });
        var running = scene.RunAsync("start");
        await Until.TrueAsync(() => scene.Lab.Server.Calls.Count >= 4 || running.IsCompleted);
        Assert.False(running.IsCompleted);
        scene.Lab.Server.SetFault(new OverlayLabFault());
        Assert.Equal(Success, (await running).Code);
        await scene.AssertTargetAsync(scene.Lab.B);
    }

    [Fact]
    public async Task Instance_metadata_that_are_out_are_waited_for()
    {
        await using var scene = await OcfScene.StartAsync();
        scene.Metadata.Failures = 6;
        Assert.Equal(Success, (await scene.RunAsync("start")).Code);
        await scene.AssertTargetAsync(scene.Lab.B);
    }

    [Fact]
    public async Task Each_route_table_may_have_a_role_of_its_own()
    {
        await using var scene = await OcfScene.StartAsync();
        const string Role = "arn:aws:iam::123456789012:role/network";
        scene.Set("routing_table_role", $",{Role},{Role}");
        Assert.Equal(Success, (await scene.RunAsync("start")).Code);
        await scene.AssertTargetAsync(scene.Lab.B);
        Assert.Equal([null, Role], scene.Connections.Select(c => c.RoleArn));
    }

    [Theory]
    [InlineData("start")]
    [InlineData("stop")]
    [InlineData("monitor")]
    [InlineData("validate-all")]
    public async Task Whoever_is_not_root_is_told_so(string action)
    {
        await using var scene = await OcfScene.StartAsync();
        scene.IsRoot = false;
        Assert.Equal((4, "", $"ocf-exit-reason:The action {action} needs root.\n"), await ResultAsync(scene, action));
    }

    [Theory]
    [InlineData("meta-data", 0)]
    [InlineData("usage", 0)]
    [InlineData("promote", 3)]
    [InlineData("status", 3)]
    public async Task Anybody_may_ask_what_there_is(string action, int code)
    {
        await using var scene = await OcfScene.StartAsync();
        scene.IsRoot = false;
        scene.Variables.Clear();
        var run = await scene.RunAsync(action);
        Assert.Equal((code, ""), (run.Code, run.Error));
        Assert.NotEmpty(run.Output);
    }

    [Fact]
    public async Task A_node_without_ip_says_that_something_is_not_installed()
    {
        await using var scene = await OcfScene.StartAsync();
        scene.Addresses.Failure = new OverlayIpException("AddressToolMissing", OverlayErrorKind.OperatingSystem, "The program 'ip' is needed and is not on this machine.");
        Assert.All(await Task.WhenAll(scene.RunAsync("start"), scene.RunAsync("monitor"), scene.RunAsync("validate-all")), run => Assert.Equal(5, run.Code));
    }

    [Fact]
    public async Task Validate_all_changes_nothing_and_finds_out_that_this_is_no_instance()
    {
        await using var scene = await OcfScene.StartAsync();
        Assert.Equal((Success, "", ""), await ResultAsync(scene, "validate-all"));
        Assert.Empty(scene.Lab.Server.Calls);
        scene.Metadata.TokenStatus = 404;
        Assert.Equal(Generic, (await scene.RunAsync("validate-all")).Code);
    }

    private static async Task<(int, string, string)> ResultAsync(OcfScene scene, string action)
    {
        var run = await scene.RunAsync(action);
        return (run.Code, run.Output, run.Error);
    }
}
