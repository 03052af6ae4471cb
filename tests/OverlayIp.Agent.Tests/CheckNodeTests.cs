using System.Diagnostics;
using System.Text.Json;
using OverlayIp.Agent.Tests.Support;

namespace OverlayIp.Agent.Tests;

/// <summary>A node checks what its configuration file says, and itself.</summary>
public class CheckNodeTests
{
    [Fact]
    public async Task A_node_finds_itself_and_is_a_candidate_of_its_route_sets()
    {
        await using var scene = await TakeoverScene.StartAsync();
        var path = scene.WriteConfiguration("""{ "routeSets": [ { "destination": "10.2.0.1" } ] }""");

        var run = await scene.RunChildAsync("check", "--config", path, "--json");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains(Checks(run), c => Text(c, "id") == "CandidateRunning" && Text(c, "subject") == scene.Lab.B.InstanceId);
        Assert.Contains(Checks(run), c => Text(c, "id") == "RouteInEveryTable" && Text(c, "status") == "Pass");
        Assert.DoesNotContain(Checks(run), c => Text(c, "id") is "LocalAddress" or "KernelSettings");
        Assert.All(Checks(run), c => Assert.Equal(scene.Lab.B.VpcId, Text(c, "vpcId")));
    }

    [Fact]
    public async Task What_would_keep_this_node_from_taking_over_fails()
    {
        await using var scene = await TakeoverScene.StartAsync(verifySignatures: false);
        await scene.Lab.CallAsync(
            "ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", scene.Lab.B.NetworkInterfaceId), ("SourceDestCheck.Value", "true"));
        var run = await scene.RunChildAsync("check", "10.2.0.1", "--node");
        Assert.Equal((7, ""), (run.Code, run.Error));
        Assert.Contains($"FAIL SourceDestCheckOff {scene.Lab.B.InstanceId}", run.Output, StringComparison.Ordinal);

        // From elsewhere, this node is none that the address is known to move to.
        Assert.Equal(0, (await AgentRun.InProcessAsync(["check", "10.2.0.1", .. scene.Lab.Connect])).Code);
    }

    [Fact]
    public async Task The_route_sets_say_which_route_tables_are_meant()
    {
        await using var scene = await TakeoverScene.StartAsync();
        await scene.Lab.RouteAsync(scene.Lab.B, scene.Lab.RouteTableIds[1]);
        var path = Configure(scene, $$""" { "destination": "10.2.0.1", "routeTableIds": ["{{scene.Lab.RouteTableIds[0]}}", "{{scene.Lab.RouteTableIds[2]}}"] } """);

        Assert.Equal(0, (await AgentRun.InProcessAsync("check", "--config", path)).Code);
        var all = await AgentRun.InProcessAsync("check", "--config", path, "--vpc", scene.Lab.B.VpcId);
        Assert.Equal(7, all.Code);
        Assert.Contains("FAIL TablesAgree", all.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_node_is_tested_in_its_own_VPC_though_another_one_has_the_address_too()
    {
        await using var scene = await TakeoverScene.StartAsync(verifySignatures: false);
        var lab = scene.Lab;
        var other = TestLab.Id(await lab.CallAsync("CreateVpc", ("CidrBlock", "10.9.0.0/16")), "vpcId");
        var subnet = TestLab.Id(await lab.CallAsync("CreateSubnet", ("VpcId", other), ("CidrBlock", "10.9.1.0/24")), "subnetId");
        var stranger = TestLab.Id(await lab.LaunchAsync(subnet), "networkInterfaceId");
        var table = TestLab.Id(await lab.CallAsync("DescribeRouteTables", ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", other)), "routeTableId");
        await lab.CallAsync("CreateRoute", ("RouteTableId", table), ("DestinationCidrBlock", TestLab.Destination), ("NetworkInterfaceId", stranger));

        var everywhere = await AgentRun.InProcessAsync(["check", "10.2.0.1", "--json", .. lab.Connect]);
        Assert.Equal(7, everywhere.Code);
        Assert.Contains(Checks(everywhere), c => Text(c, "vpcId") == other);

        var here = await AgentRun.InProcessAsync(["check", "10.2.0.1", "--instance", lab.B.InstanceId, "--json", .. lab.Connect]);
        Assert.Equal((0, ""), (here.Code, here.Error));
        Assert.All(Checks(here), c => Assert.Equal(lab.B.VpcId, Text(c, "vpcId")));
    }

    [Fact]
    public async Task A_route_set_that_cannot_be_tested_does_not_hide_the_others()
    {
        await using var scene = await TakeoverScene.StartAsync();
        var path = Configure(scene, """ { "destination": "10.2.0.1" }, { "destination": "10.2.0.2", "routeTableIds": ["rtb-0123456789abcdef0"] } """);
        var run = await AgentRun.InProcessAsync("check", "--config", path, "--json");
        Assert.Equal(1, run.Code);
        Assert.Equal(["RouteTableNotFound"], run.ErrorIds);
        Assert.False(run.Json.GetProperty("passed").GetBoolean());
        Assert.Equal(["10.2.0.1/32"], Checks(run).Select(c => Text(c, "destination")).Distinct());

        var text = await AgentRun.InProcessAsync("check", "--config", path);
        Assert.StartsWith("NOT TESTED: 1 error, ", AgentRun.Lines(text.Output)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_check_is_told_though_another_route_set_cannot_be_tested()
    {
        await using var scene = await TakeoverScene.StartAsync();
        await scene.Lab.RouteAsync(scene.Lab.B, scene.Lab.RouteTableIds[1]);
        var path = Configure(scene, """ { "destination": "10.2.0.1" }, { "destination": "10.2.0.2", "routeTableIds": ["rtb-0123456789abcdef0"] } """);
        var run = await AgentRun.InProcessAsync("check", "--config", path);
        Assert.Equal(7, run.Code);
        Assert.Equal(["RouteTableNotFound"], run.ErrorIds);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_calls_to_EC2_are_enough_for_a_quick_look(bool isNamed)
    {
        await using var scene = await TakeoverScene.StartAsync();
        string[] node = isNamed ? ["--instance", scene.Lab.B.InstanceId, "--region", scene.Lab.Lab.Region] : ["--node"];
        var run = await scene.RunChildAsync("check", ["10.2.0.1", "--quick", .. node]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(["DescribeInstances", "DescribeRouteTables"], scene.Lab.Server.Calls.Select(c => c.Action).Order());
    }

    [Fact]
    public async Task Nothing_named_and_nothing_configured_is_a_mistake()
    {
        var run = await AgentRun.InProcessAsync("check");
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Equal(["NothingConfigured"], run.ErrorIds);
    }

    [SkippableFact]
    public async Task The_address_that_is_to_be_on_this_machine_is_looked_for_and_its_remedy_puts_it_there()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs root on Linux, for a network namespace.");
        var directory = Directory.CreateTempSubdirectory("overlayip-");
        try
        {
            var start = new ProcessStartInfo("unshare", ["--net", "/bin/sh", "-c", """
                ip link set lo up
                overlayip lab --json > lab.json & lab=$!
                until [ -e lab.json ] && [ $(wc -l < lab.json) = 1 ]; do sleep 0.05; done
                value() { sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/" lab.json; }
                export AWS_ACCESS_KEY_ID=$(value accessKeyId) AWS_SECRET_ACCESS_KEY=$(value secretAccessKey) AWS_ENDPOINT_URL=$(value endpointUrl)
                cat > overlayip.json <<CONFIGURATION
                { "connection": { "region": "eu-central-1" }, "node": "$(value networkInterfaceId)", "lockDirectory": "$PWD/locks",
                  "routeSets": [ { "destination": "10.2.0.1", "address": true, "addressInterface": "lo", "createMissing": true, "force": true } ] }
                CONFIGURATION
                overlayip takeover --config overlayip.json >/dev/null 2>&1
                check() { overlayip check --config overlayip.json --check LocalAddress; echo "check $?"; }
                check
                overlayip release --config overlayip.json >/dev/null
                check > failed; tail -n 1 failed
                eval "$(sed -n 's/^  remedy: *//p' failed)"
                check
                kill $lab; wait
                """])
            { RedirectStandardOutput = true, WorkingDirectory = directory.FullName };
            start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(5));
            await process.WaitForExitAsync();
            Assert.Equal(["check 0", "check 7", "check 0"], output.Split('\n').Where(l => l.StartsWith("check ", StringComparison.Ordinal)));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    // A configuration of node B with these route sets.
    private static string Configure(TakeoverScene scene, string routeSets) => scene.WriteConfiguration($$"""
        {
          "connection": { "region": "{{scene.Lab.Lab.Region}}", "endpointUrl": "{{scene.Lab.Lab.EndpointUrl}}" },
          "node": "{{scene.Lab.B.NetworkInterfaceId}}",
          "routeSets": [{{routeSets}}]
        }
        """);

    private static List<JsonElement> Checks(AgentRun run) => [.. run.Json.GetProperty("checks").EnumerateArray()];

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
