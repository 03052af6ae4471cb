using OverlayIp.Agent.Tests.Support;

namespace OverlayIp.Agent.Tests;

/// <summary>The executable finds out by instance metadata which node it is.</summary>
public class TakeoverNodeTests
{
    private const string Destination = "10.2.0.1";

    [Fact]
    public async Task A_node_finds_itself_its_Region_and_its_interface()
    {
        await using var scene = await TakeoverScene.StartAsync();

        var run = await scene.RunChildAsync("takeover", Destination, "--json");

        Assert.Equal((0, ""), (run.Code, run.Error));
        var node = run.Json.GetProperty("routeSets")[0].GetProperty("node");
        Assert.Equal(
            (scene.Lab.B.InstanceId, scene.Lab.B.NetworkInterfaceId, scene.Lab.Lab.Region),
            (node.GetProperty("instanceId").GetString(), node.GetProperty("networkInterfaceId").GetString(), node.GetProperty("region").GetString()));
        await scene.AssertTargetAsync(scene.Lab.B);
    }

    [Fact]
    public async Task The_Region_of_the_instance_wins_over_that_of_the_environment()
    {
        await using var scene = await TakeoverScene.StartAsync();
        var environment = scene.Environment;
        environment["AWS_REGION"] = "us-east-1";
        var run = await AgentRun.ChildAsync(environment, "takeover", Destination, "--lock-directory", scene.Locks);
        Assert.Equal((0, ""), (run.Code, run.Error));
        await scene.AssertTargetAsync(scene.Lab.B);
    }

    [Fact]
    public async Task An_interface_can_be_named_by_its_MAC_address()
    {
        await using var scene = await TakeoverScene.StartAsync();
        scene.Metadata.Values["meta-data/network/interfaces/macs/02:00:00:00:00:07/interface-id"] = scene.Lab.B.NetworkInterfaceId;
        scene.Metadata.Values["meta-data/network/interfaces/macs/02:00:00:00:00:07/vpc-id"] = scene.Lab.B.VpcId;

        Assert.Equal(0, (await scene.RunChildAsync("takeover", Destination, "--interface", "02:00:00:00:00:07")).Code);
        await scene.AssertTargetAsync(scene.Lab.B);

        var unknown = await scene.RunChildAsync("takeover", Destination, "--interface", "02:00:00:00:00:99");
        Assert.Equal(4, unknown.Code);
        Assert.Equal(["InterfaceNotOfInstance"], unknown.ErrorIds);
    }

    [Fact]
    public async Task A_named_node_does_not_ask_metadata()
    {
        await using var scene = await TakeoverScene.StartAsync();
        var run = await scene.RunChildAsync("takeover", Destination, "--instance", scene.Lab.B.InstanceId, "--region", scene.Lab.Lab.Region);
        Assert.Equal(0, run.Code);
        Assert.Empty(scene.Metadata.Requests);
        await scene.AssertTargetAsync(scene.Lab.B);
    }

    [Theory]
    [InlineData("v1 only", 1, "InstanceMetadataVersion")]
    [InlineData("401", 5, "InstanceMetadataDenied")]
    [InlineData("silent", 6, "InstanceMetadataUnreachable")]
    [InlineData("absent", 6, "InstanceMetadataUnreachable")]
    public async Task Metadata_that_does_not_help_ends_in_time_and_changes_nothing(string what, int code, string errorId)
    {
        await using var scene = await TakeoverScene.StartAsync();
        switch (what)
        {
            case "v1 only": scene.Metadata.TokenStatus = 404; break;
            case "401": scene.Metadata.ValueStatus = 401; break;
            case "silent": scene.Metadata.IsSilent = true; break;
            default: scene.Metadata.Dispose(); break;
        }

        // Where nothing answers, the time is waited out; an answer ends it at once.
        var run = await scene.RunChildAsync("takeover", Destination, "--timeout", what is "silent" or "absent" ? "3" : "60");

        Assert.Equal(code, run.Code);
        Assert.Subset(new HashSet<string> { errorId, "DeadlineExceeded" }, run.ErrorIds.ToHashSet());
        Assert.Empty(scene.Lab.Changes());
    }

    [SkippableFact]
    public async Task Next_to_no_environment_is_enough()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "keepalived and cron are of Linux.");
        await using var scene = await TakeoverScene.StartAsync();
        var path = scene.WriteConfiguration($$"""
            { "connection": { "endpointUrl": "{{scene.Lab.Lab.EndpointUrl}}" }, "lockDirectory": "{{scene.Locks}}", "routeSets": [ { "destination": "10.2.0.1", "vrrpInstance": "VI_1" } ] }
            """);
        var notify = $"exec '{Path.Combine(AppContext.BaseDirectory, "overlayip")}' notify --config '{path}' INSTANCE VI_1 MASTER 100";
        var bare = new System.Diagnostics.ProcessStartInfo("/usr/bin/env", ["-i", "PATH=/usr/bin:/bin",
            $"AWS_ACCESS_KEY_ID={TestKeys.AccessKeyId}", $"AWS_SECRET_ACCESS_KEY={TestKeys.SecretAccessKey}",
            $"AWS_EC2_METADATA_SERVICE_ENDPOINT={scene.Metadata.Url}", .. DotnetRoot(), "/bin/sh", "-c", notify])
        { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
        using var process = System.Diagnostics.Process.Start(bare)!;
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal((0, ""), (process.ExitCode, await error));
        await scene.AssertTargetAsync(scene.Lab.B);
    }

    // Where .NET is not installed in its usual place, a framework-dependent executable must be told.
    private static string[] DotnetRoot() => Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root ? [$"DOTNET_ROOT={root}"] : [];
}
