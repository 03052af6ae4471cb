using System.Text.Json;
using OverlayIp.Agent.Tests.Support;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Agent.Tests;

/// <summary>Whether an overlay address works, as an exit code.</summary>
public class CheckTests
{
    private const string Destination = "10.2.0.1";

    [Fact]
    public async Task A_healthy_VPC_passes()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var run = await AgentRun.InProcessAsync(["check", Destination, .. Candidates(lab), "--port", "443", "--port", "8000-8100", .. lab.Connect]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Matches("10\\.2\\.0\\.1/32 +pass +SourceDestCheckOff +" + lab.B.InstanceId, run.Output);
        Assert.StartsWith("PASSED: ", AgentRun.Lines(run.Output)[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("evidence", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(lab.Server.Calls, c => !c.Action.StartsWith("Describe", StringComparison.Ordinal) && c.Parameters.GetValueOrDefault("DryRun") != "true");
    }

    [Fact]
    public async Task What_is_wrong_is_shown_with_its_evidence_and_what_mends_it()
    {
        await using var lab = await TestLab.StartRoutedAsync(verifySignatures: false);
        await BreakAsync(lab);
        var run = await AgentRun.InProcessAsync(["check", Destination, .. Candidates(lab), "--skip", "MaySwitch", .. lab.Connect]);
        Assert.Equal((7, ""), (run.Code, run.Error));
        var lines = AgentRun.Lines(run.Output).ToList();
        var at = lines.IndexOf($"FAIL SourceDestCheckOff {lab.B.InstanceId}");
        Assert.Contains("node-b: the check of", lines[at + 1], StringComparison.Ordinal);
        Assert.StartsWith("  remedy:   aws ec2 modify-network-interface-attribute --no-source-dest-check ", lines[at + 2], StringComparison.Ordinal);
        Assert.Matches("^FAILED: 2 failed, [1-9]\\d* passed", lines[^1]);
    }

    [Fact]
    public async Task The_JSON_has_the_documented_properties()
    {
        await using var lab = await TestLab.StartRoutedAsync(verifySignatures: false);
        await BreakAsync(lab);
        var run = await AgentRun.InProcessAsync(["check", Destination, .. Candidates(lab), "--json", .. lab.Connect]);
        Assert.Equal((7, ""), (run.Code, run.Error));
        Assert.Equal(["passed", "counts", "elapsedSeconds", "checks"], run.Json.EnumerateObject().Select(p => p.Name));
        Assert.False(run.Json.GetProperty("passed").GetBoolean());
        Assert.Equal(["pass", "warn", "fail", "skipped"], run.Json.GetProperty("counts").EnumerateObject().Select(p => p.Name));
        Assert.Equal(2, run.Json.GetProperty("counts").GetProperty("fail").GetInt32());
        Assert.Equal(
            ["id", "subject", "destination", "vpcId", "status", "passed", "concerns", "evidence", "remedy", "elapsedSeconds"],
            run.Json.GetProperty("checks")[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(["RouteInEveryTable", "SourceDestCheckOff"], Ids(run, "Fail"));
        var route = run.Json.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("id").GetString() == "RouteInEveryTable");
        Assert.Equal(
            (lab.RouteTableIds[0], "10.2.0.1/32", lab.A.VpcId, "Traffic", false),
            (Text(route, "subject"), Text(route, "destination"), Text(route, "vpcId"), Text(route, "concerns"), route.GetProperty("passed").GetBoolean()));
        Assert.Equal(
            $"overlayip switch 10.2.0.1 --route-table {lab.RouteTableIds[0]} --to {lab.A.NetworkInterfaceId} --create-missing {string.Join(' ', lab.Connect)}", Text(route, "remedy"));
    }

    [Theory]
    [InlineData("a missing route", "RouteInEveryTable")]
    [InlineData("no route at all", "RouteInEveryTable")]
    [InlineData("tables that disagree", "TablesAgree")]
    [InlineData("a target that is gone for good", "RouteActive TargetRunning")]
    public async Task Its_own_remedies_mend_it(string what, string fails)
    {
        await using var lab = await TestLab.StartRoutedAsync(verifySignatures: false);
        string[] args = ["check", Destination, "--vpc", lab.A.VpcId, "--json", .. lab.Connect];
        switch (what)
        {
            case "a missing route":
                await UnrouteAsync(lab, lab.RouteTableIds[1]);
                break;
            case "no route at all":
                foreach (var table in lab.RouteTableIds)
                    await UnrouteAsync(lab, table);

                args = [.. args, .. Candidates(lab)];
                break;
            case "tables that disagree":
                await lab.RouteAsync(lab.B, lab.RouteTableIds[1]);
                break;
            default:
                args = [.. args, "--candidate", lab.B.InstanceId];
                var gone = lab.A.InstanceId;
                await lab.CallAsync("TerminateInstances", ("InstanceId.1", gone));
                await Until.TrueAsync(() => !lab.Lab.Nodes.Any(n => n.InstanceId == gone && n.State != "terminated"));
                break;
        }

        var broken = await AgentRun.InProcessAsync(args);
        Assert.Equal((7, fails), (broken.Code, string.Join(' ', Ids(broken, "Fail"))));
        foreach (var remedy in broken.Json.GetProperty("checks").EnumerateArray().Where(c => Text(c, "status") == "Fail").Select(c => Text(c, "remedy")!).Distinct())
        {
            Assert.StartsWith("overlayip ", remedy, StringComparison.Ordinal);
            var pasted = await AgentRun.InProcessAsync(remedy.Split(' ')[1..]);
            Assert.True(pasted.Code == 0, $"{remedy}: {pasted.Error}");
        }

        var mended = await AgentRun.InProcessAsync(args);
        Assert.Equal((0, true), (mended.Code, mended.Json.GetProperty("passed").GetBoolean()));
    }

    [Fact]
    public async Task A_warning_is_shown_and_passes()
    {
        await using var lab = await TestLab.StartRoutedAsync(verifySignatures: false);
        var network = TestLab.Id(await lab.CallAsync("CreateNetworkInterface", ("SubnetId", lab.B.SubnetId)), "networkInterfaceId");
        await lab.CallAsync("AttachNetworkInterface", ("NetworkInterfaceId", network), ("InstanceId", lab.B.InstanceId), ("DeviceIndex", "1"));
        var run = await AgentRun.InProcessAsync(["check", Destination, .. Candidates(lab), .. lab.Connect]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains($"WARN OneInterface {lab.B.InstanceId}", run.Output, StringComparison.Ordinal);
        Assert.Contains($"  remedy:   overlayip check 10.2.0.1 --vpc {lab.A.VpcId} --candidate {lab.B.NetworkInterfaceId}", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("PASSED: 1 warning, ", AgentRun.Lines(run.Output)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_not_be_looked_at_has_not_passed()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        lab.Server.SetFault(new OverlayLabFault { DeniedActions = ["DescribeSecurityGroups"] });
        var run = await AgentRun.InProcessAsync(["check", Destination, "--port", "443", "--json", .. lab.Connect]);
        Assert.Equal(5, run.Code);
        Assert.False(run.Json.GetProperty("passed").GetBoolean());
        Assert.Equal(["CheckNotTested"], run.ErrorIds);
        Assert.Contains("Attach what New-OverlayPolicy -Purpose Validate", run.Error, StringComparison.Ordinal);
        Assert.Contains("SecurityGroupIn, SecurityGroupOut: This identity may not call ec2:DescribeSecurityGroups", run.Error, StringComparison.Ordinal);

        var text = await AgentRun.InProcessAsync(["check", Destination, "--port", "443", .. lab.Connect]);
        Assert.Equal(5, text.Code);
        Assert.Matches("UNTESTED +SecurityGroupIn +10\\.2\\.0\\.1/32", text.Output);
        Assert.StartsWith("NOT TESTED: 2 not tested, ", AgentRun.Lines(text.Output)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_that_failed_weighs_more_than_one_that_was_denied()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        await lab.RouteAsync(lab.B, lab.RouteTableIds[1]);
        lab.Server.SetFault(new OverlayLabFault { DeniedActions = ["DescribeNetworkAcls"] });
        var run = await AgentRun.InProcessAsync(["check", Destination, "--port", "443", "--json", .. lab.Connect]);
        Assert.Equal(7, run.Code);
        Assert.Equal(["CheckNotTested"], run.ErrorIds);
    }

    [Fact]
    public async Task An_identity_that_may_not_switch_fails_the_check_of_it()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        lab.Server.SetFault(new OverlayLabFault { DeniedActions = ["ReplaceRoute"] });
        var run = await AgentRun.InProcessAsync(["check", Destination, "--json", .. lab.Connect]);
        Assert.Equal(7, run.Code);
        Assert.Equal(["MaySwitch"], Ids(run, "Fail"));
    }

    [Fact]
    public async Task Quick_is_two_calls()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var run = await AgentRun.InProcessAsync(["check", Destination, "--vpc", lab.A.VpcId, .. Candidates(lab), "--quick", "--json", .. lab.Connect]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(["DescribeInstances", "DescribeRouteTables"], lab.Server.Calls.Select(c => c.Action).Order());
        Assert.Contains("RouteInEveryTable", Ids(run, "Pass"));
        Assert.DoesNotContain("MaySwitch", Ids(run, "Pass"));
    }

    [Theory]
    [InlineData(new[] { "--check", "route*", "--check", "TablesAgre?" }, "RouteActive RouteInEveryTable RouteQuota TablesAgree")]
    [InlineData(new[] { "--check", "*Agree", "--check", "RouteActive", "--skip", "routea*" }, "TablesAgree")]
    public async Task Checks_are_chosen_by_id_and_wildcard(string[] choice, string ids)
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var run = await AgentRun.InProcessAsync(["check", Destination, .. choice, "--json", .. lab.Connect]);
        Assert.Equal((0, ids), (run.Code, string.Join(' ', Ids(run, "Pass"))));
    }

    [Theory]
    [InlineData(2, "NothingTested", "10.2.0.1", "--check", "SecurityGroupIn")]
    [InlineData(2, "NothingTested", "10.2.0.1", "--check", "RoleMaySwitch")]
    [InlineData(2, "NothingTested", "10.2.0.1", "--check", "MaySwitch", "--quick")]
    [InlineData(2, "CheckUnknown", "10.2.0.1", "--check", "Nothing*")]
    [InlineData(2, "CheckUnknown", "10.2.0.1", "--skip", "Nothing")]
    [InlineData(2, "PortNotApplicable", "10.2.0.1", "--port", "443", "--protocol", "icmp")]
    [InlineData(2, "PortNotApplicable", "10.2.0.1", "--port", "443", "--protocol", "ALL")]
    [InlineData(4, "RouteNotFound", "10.9.9.9")]
    [InlineData(4, "VpcNotFound", "10.2.0.1", "--vpc", "vpc-0123456789abcdef0")]
    [InlineData(4, "SubnetNotFound", "10.2.0.1", "--client-subnet", "subnet-0123456789abcdef0")]
    [InlineData(2, "RoleArnMalformed", "10.2.0.1", "--failover-role", "admin")]
    public async Task What_cannot_be_tested_is_no_success(int code, string errorId, params string[] args)
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var run = await AgentRun.InProcessAsync(["check", .. args, .. lab.Connect]);
        Assert.Equal(code, run.Code);
        Assert.Equal([errorId], run.ErrorIds);
        Assert.DoesNotMatch(" -[A-Z]", run.Error);
        Assert.DoesNotContain("PASSED", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_nothing_was_tested_is_said()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var run = await AgentRun.InProcessAsync(["check", Destination, "--check", "NetworkAcl*", .. lab.Connect]);
        Assert.Equal(2, run.Code);
        Assert.Contains("none could be made: It was not said which traffic must come through: give --port, or --protocol icmp or all.", run.Error, StringComparison.Ordinal);
        Assert.Equal("NOTHING TESTED: 2 skipped", AgentRun.Lines(run.Output)[^1]);
    }

    [Fact]
    public async Task Every_address_of_a_VPC_is_tested_and_those_that_fail_are_named()
    {
        await using var lab = await TestLab.StartRoutedAsync(verifySignatures: false);
        await lab.CallAsync("CreateRoute", ("RouteTableId", lab.RouteTableIds[0]), ("DestinationCidrBlock", "10.2.0.2/32"), ("NetworkInterfaceId", lab.B.NetworkInterfaceId));
        var run = await AgentRun.InProcessAsync(["check", "--vpc", lab.A.VpcId, .. lab.Connect]);
        Assert.Equal(7, run.Code);
        Assert.Contains("10.2.0.1/32  pass", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("FAILED for 10.2.0.2/32: 2 failed, ", AgentRun.Lines(run.Output)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbose_shows_the_evidence_of_everything()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var run = await AgentRun.InProcessAsync(["check", Destination, "--check", "TablesAgree", "--verbose", .. lab.Connect]);
        Assert.Equal(0, run.Code);
        Assert.Contains("  evidence: 3 route tables point to", run.Output, StringComparison.Ordinal);
        Assert.Contains("Testing overlay addresses", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_is_given_up_when_the_time_is_up()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        lab.Server.SetFault(new OverlayLabFault { Latency = TimeSpan.FromMinutes(5) });
        var run = await AgentRun.InProcessAsync(["check", Destination, "--timeout", "2", .. lab.Connect]);
        Assert.Equal((6, ""), (run.Code, run.Output));
        Assert.Equal(["DeadlineExceeded"], run.ErrorIds);
    }

    [SkippableFact]
    public async Task A_signal_ends_it()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals to send to one process.");
        await using var lab = await TestLab.StartRoutedAsync();
        lab.Server.SetFault(new OverlayLabFault { Latency = TimeSpan.FromMinutes(5), Actions = ["DescribeRouteTables"] });
        using var child = new ChildAgent(new Dictionary<string, string?>(), ["check", Destination, "--vpc", lab.A.VpcId, .. lab.Connect]);
        await Until.TrueAsync(() => lab.Server.Calls.Count > 0);

        child.Signal(ChildAgent.SigInt);
        var run = await child.WaitAsync();
        Assert.Equal((130, ""), (run.Code, run.Output));
        Assert.Equal(["Interrupted"], run.ErrorIds);
    }

    private static string[] Candidates(TestLab lab) => [.. lab.Lab.Nodes.SelectMany(n => (string[])["--candidate", n.InstanceId])];

    // A check that is on, and a route table that lacks the route.
    private static async Task BreakAsync(TestLab lab)
    {
        await lab.CallAsync("ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", lab.B.NetworkInterfaceId), ("SourceDestCheck.Value", "true"));
        await UnrouteAsync(lab, lab.RouteTableIds[0]);
    }

    private static async Task UnrouteAsync(TestLab lab, string tableId) =>
        await lab.CallAsync("DeleteRoute", ("RouteTableId", tableId), ("DestinationCidrBlock", TestLab.Destination));

    private static IEnumerable<string> Ids(AgentRun run, string status) =>
        run.Json.GetProperty("checks").EnumerateArray().Where(c => Text(c, "status") == status).Select(c => Text(c, "id")!).Distinct().Order(StringComparer.Ordinal);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
