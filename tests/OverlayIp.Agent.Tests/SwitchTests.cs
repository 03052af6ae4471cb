using System.Text.Json;
using OverlayIp.Agent.Tests.Support;

namespace OverlayIp.Agent.Tests;

/// <summary><c>overlayip switch</c> against a lab; what came of it is read back from the lab.</summary>
public class SwitchTests
{
    [Fact]
    public async Task All_route_tables_are_switched_and_verified()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var run = await AgentRun.InProcessAsync(["switch", "10.2.0.1", "--to", lab.B.InstanceId, .. lab.Connect]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal([lab.B.InstanceId, lab.B.InstanceId, lab.B.InstanceId], await lab.TargetsAsync());
        Assert.StartsWith($"10.2.0.1/32 -> node-b ({lab.B.InstanceId}, {lab.B.NetworkInterfaceId})", run.Output, StringComparison.Ordinal);
        Assert.Equal(3, AgentRun.Lines(run.Output).Count(l => l.Contains("Replaced", StringComparison.Ordinal) && l.Contains("yes", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_network_interface_is_a_target_as_well()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var run = await AgentRun.InProcessAsync(["switch", "10.2.0.1", "--to", lab.B.NetworkInterfaceId, .. lab.Connect]);
        Assert.Equal(0, run.Code);
        Assert.All(await lab.TargetsAsync(), target => Assert.Equal(lab.B.InstanceId, target));
    }

    [Fact]
    public async Task Only_the_named_route_tables_are_switched()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var run = await AgentRun.InProcessAsync(
            ["switch", "10.2.0.1", "--to", lab.B.InstanceId, "--route-table", lab.RouteTableIds[0], "--route-table", lab.RouteTableIds[2], "--vpc", lab.Lab.VpcId!, .. lab.Connect]);
        Assert.Equal(0, run.Code);
        Assert.Equal([lab.B.InstanceId, lab.A.InstanceId, lab.B.InstanceId], await lab.TargetsAsync());
    }

    [Fact]
    public async Task Running_it_again_changes_nothing()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var run = await AgentRun.InProcessAsync(["switch", "10.2.0.1", "--to", lab.A.InstanceId, "--json", .. lab.Connect]);
        Assert.Equal(0, run.Code);
        Assert.Equal(["Unchanged", "Unchanged", "Unchanged"], Each(run, "outcome"));
        Assert.Empty(lab.Changes());
    }

    [Fact]
    public async Task A_dry_run_prints_the_plan_and_changes_nothing()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var run = await AgentRun.InProcessAsync(["switch", "10.2.0.1", "--to", lab.B.InstanceId, "--dry-run", .. lab.Connect]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(3, AgentRun.Lines(run.Output).Count(l => l.TrimStart().StartsWith("Replace ", StringComparison.Ordinal)));
        Assert.All(await lab.TargetsAsync(), target => Assert.Equal(lab.A.InstanceId, target));
        Assert.Empty(lab.Changes());
    }

    [Fact]
    public async Task A_dry_run_exits_as_the_real_run_would_when_a_guard_refuses()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        string[] args = ["switch", "10.2.0.1", "--to", lab.B.InstanceId, "--from", lab.B.InstanceId, .. lab.Connect];
        var dry = await AgentRun.InProcessAsync([.. args, "--dry-run"]);
        var real = await AgentRun.InProcessAsync(args);
        Assert.Equal((3, 3), (dry.Code, real.Code));
        Assert.Equal(real.ErrorIds, dry.ErrorIds);
        Assert.Empty(lab.Changes());
    }

    [Fact]
    public async Task A_missing_route_is_created_only_when_asked_for()
    {
        await using var lab = await TestLab.StartAsync();
        await lab.DisableChecksAsync();
        var refused = await AgentRun.InProcessAsync(["switch", "10.2.0.1", "--to", lab.A.InstanceId, .. lab.Connect]);
        Assert.Equal(4, refused.Code);
        Assert.Equal(["RouteNotFound"], refused.ErrorIds);
        Assert.All(await lab.TargetsAsync(), Assert.Null);

        var created = await AgentRun.InProcessAsync(["switch", "10.2.0.1", "--to", lab.A.InstanceId, "--create-missing", "--json", .. lab.Connect]);
        Assert.Equal(0, created.Code);
        Assert.Equal(["Created", "Created", "Created"], Each(created, "outcome"));
        Assert.All(await lab.TargetsAsync(), target => Assert.Equal(lab.A.InstanceId, target));
    }

    [Fact]
    public async Task A_route_table_that_left_the_expected_target_is_refused_and_the_others_are_switched()
    {
        await using var lab = await TestLab.StartRoutedAsync(verifySignatures: false);
        await lab.RouteAsync(lab.B, lab.RouteTableIds[0]);
        var third = await lab.LaunchAsync(lab.A.SubnetId);
        var eni = TestLab.Id(third, "networkInterfaceId");
        await lab.DisableChecksAsync();
        var run = await AgentRun.InProcessAsync(["switch", "10.2.0.1", "--to", eni, "--from", lab.A.InstanceId, "--json", .. lab.Connect]);
        Assert.Equal(1, run.Code);
        Assert.Equal(["UnexpectedTarget"], run.ErrorIds);
        Assert.False(run.Json.GetProperty("succeeded").GetBoolean());
        var instance = TestLab.Id(third, "instanceId");
        Assert.Equal([lab.B.InstanceId, instance, instance], (await lab.TargetsAsync()).Take(3));
    }

    [Fact]
    public async Task With_rollback_nothing_is_tried_when_a_route_table_is_refused()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        await lab.RouteAsync(lab.B, lab.RouteTableIds[0]);
        lab.Server.ClearCalls();
        var run = await AgentRun.InProcessAsync(
            ["switch", "10.2.0.1", "--to", lab.A.InstanceId, "--from", lab.A.InstanceId, "--rollback", .. lab.Connect]);
        Assert.Equal(3, run.Code);
        Assert.Empty(lab.Changes());
    }

    [Fact]
    public async Task With_rollback_the_others_are_put_back_when_one_fails()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        lab.Server.SetFault(new OverlayLabFault { ErrorRate = 1, Actions = ["ReplaceRoute"], ResourceIds = [lab.RouteTableIds[1]] });
        var run = await AgentRun.InProcessAsync(["switch", "10.2.0.1", "--to", lab.B.InstanceId, "--rollback", "--timeout", "4", "--json", .. lab.Connect]);
        Assert.Equal(6, run.Code);
        Assert.Contains("RolledBack", Each(run, "outcome"));

        // With the fault still on: a call that was cut off may not have been read yet, and would be carried out.
        Assert.All(await lab.TargetsAsync(), target => Assert.Equal(lab.A.InstanceId, target));
    }

    [Fact]
    public async Task A_target_with_its_check_on_is_refused_unless_forced()
    {
        await using var lab = await TestLab.StartAsync();
        await lab.RouteAsync(lab.A, [.. lab.RouteTableIds]);
        string[] args = ["switch", "10.2.0.1", "--to", lab.B.InstanceId, .. lab.Connect];
        var refused = await AgentRun.InProcessAsync(args);
        Assert.Equal((3, ""), (refused.Code, refused.Output));
        Assert.Equal(["TargetCheckEnabled"], refused.ErrorIds);
        Assert.Contains("--no-source-dest-check", refused.Error, StringComparison.Ordinal);
        Assert.Contains("use --force", refused.Error, StringComparison.Ordinal);

        var forced = await AgentRun.InProcessAsync([.. args, "--force"]);
        Assert.Equal(0, forced.Code);
        Assert.Contains("warning:", forced.Error, StringComparison.Ordinal);
        Assert.All(await lab.TargetsAsync(), target => Assert.Equal(lab.B.InstanceId, target));
    }

    [Fact]
    public async Task A_stopped_target_is_refused()
    {
        await using var lab = await TestLab.StartRoutedAsync(verifySignatures: false);
        await lab.StopNodeAsync(lab.B);
        var run = await AgentRun.InProcessAsync(["switch", "10.2.0.1", "--to", lab.B.InstanceId, .. lab.Connect]);
        Assert.Equal(3, run.Code);
        Assert.Equal(["TargetNotRunning"], run.ErrorIds);
        Assert.All(await lab.TargetsAsync(), target => Assert.Equal(lab.A.InstanceId, target));
    }

    [Fact]
    public async Task A_target_in_another_VPC_is_refused()
    {
        await using var lab = await TestLab.StartRoutedAsync(verifySignatures: false);
        var vpc = TestLab.Id(await lab.CallAsync("CreateVpc", ("CidrBlock", "10.9.0.0/16")), "vpcId");
        var subnet = TestLab.Id(await lab.CallAsync("CreateSubnet", ("VpcId", vpc), ("CidrBlock", "10.9.1.0/24")), "subnetId");
        var stranger = TestLab.Id(await lab.LaunchAsync(subnet), "instanceId");
        await lab.DisableChecksAsync();
        var run = await AgentRun.InProcessAsync(["switch", "10.2.0.1", "--to", stranger, .. lab.Connect]);
        Assert.Equal(3, run.Code);
        Assert.Equal(["TargetInOtherVpc"], run.ErrorIds);
        Assert.All(await lab.TargetsAsync(), target => Assert.Equal(lab.A.InstanceId, target));
    }

    [Fact]
    public async Task Ids_that_do_not_exist_are_named()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        const string Digits = "0123456789abcdef0";
        (string[] Args, string ErrorId)[] cases =
        [
            (["--to", $"i-{Digits}"], "InstanceNotFound"),
            (["--to", $"eni-{Digits}"], "NetworkInterfaceNotFound"),
            (["--to", lab.B.InstanceId, "--route-table", $"rtb-{Digits}"], "RouteTableNotFound"),
            (["--to", lab.B.InstanceId, "--vpc", $"vpc-{Digits}", "--create-missing"], "VpcNotFound"),
        ];
        foreach (var (args, errorId) in cases)
        {
            var run = await AgentRun.InProcessAsync(["switch", "10.2.0.1", .. args, .. lab.Connect]);
            Assert.Equal((4, ""), (run.Code, run.Output));
            Assert.Equal([errorId], run.ErrorIds);
        }

        Assert.Empty(lab.Changes());
    }

    [Fact]
    public async Task Host_bits_of_a_block_are_cleared_as_EC2_does_and_told()
    {
        await using var lab = await TestLab.StartAsync();
        await lab.DisableChecksAsync();
        var run = await AgentRun.InProcessAsync(["switch", "10.2.0.77/24", "--to", lab.A.InstanceId, "--create-missing", "--json", .. lab.Connect]);
        Assert.Equal(0, run.Code);
        Assert.Equal("10.2.0.0/24", run.Json.GetProperty("destination").GetString());
        Assert.Contains("EC2 stores it as 10.2.0.0/24", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_JSON_has_the_documented_properties()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        foreach (var option in (string[][])[[], ["--dry-run"]])
        {
            var run = await AgentRun.InProcessAsync(["switch", "10.2.0.1", "--to", lab.B.InstanceId, "--json", .. option, .. lab.Connect]);
            Assert.Equal(["destination", "target", "dryRun", "succeeded", "interrupted", "elapsedSeconds", "routeTables"], Names(run.Json));
            Assert.Equal(["instanceId", "instanceName", "networkInterfaceId"], Names(run.Json.GetProperty("target")));
            Assert.Equal(
                ["routeTableId", "routeTableName", "vpcId", "planned", "outcome", "previous", "current", "verified", "attempts", "elapsedSeconds", "errorId"],
                Names(run.Json.GetProperty("routeTables")[0]));
        }
    }

    [Fact]
    public async Task An_error_has_the_documented_properties_under_json()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var run = await AgentRun.InProcessAsync(["switch", "10.2.0.1", "--to", "i-0123456789abcdef0", "--json", .. lab.Connect]);
        var error = JsonDocument.Parse(run.Error).RootElement.GetProperty("error");
        Assert.Equal(["id", "kind", "message", "subject", "recommendedAction", "awsErrorCode", "requestId"], Names(error));
        Assert.Equal(
            ("InstanceNotFound", "NotFound", "i-0123456789abcdef0", "InvalidInstanceID.NotFound"),
            (error.GetProperty("id").GetString(), error.GetProperty("kind").GetString(), error.GetProperty("subject").GetString(), error.GetProperty("awsErrorCode").GetString()));
    }

    [Fact]
    public async Task Verbose_tells_on_stderr_what_is_being_done()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var run = await AgentRun.InProcessAsync(["switch", "10.2.0.1", "--to", lab.B.InstanceId, "--verbose", .. lab.Connect]);
        Assert.Equal(0, run.Code);
        Assert.Contains("Changing route tables", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Changing route tables", run.Output, StringComparison.Ordinal);
    }

    private static string[] Each(AgentRun run, string property) =>
        [.. run.Json.GetProperty("routeTables").EnumerateArray().Select(t => t.GetProperty(property).GetString()!)];

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(p => p.Name)];
}
