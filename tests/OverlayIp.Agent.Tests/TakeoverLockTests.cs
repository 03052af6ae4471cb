using OverlayIp.Agent.Tests.Support;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Agent.Tests;

/// <summary>Several calls at once, as separate processes.</summary>
public class TakeoverLockTests
{
    private const string Destination = "10.2.0.1";

    // A release looks at the machine's own addresses, where other tests put the other one.
    private const string Unused = "10.2.7.1";

    [Fact]
    public async Task The_second_of_two_takeovers_waits_and_finds_it_done()
    {
        await using var scene = await TakeoverScene.StartAsync();
        using var first = await StartHeldAsync(scene);
        using var second = scene.StartChild("takeover", Destination, "--json", "--verbose", "--timeout", "600");
        await WaitsAsync(second);
        scene.Lab.Server.SetFault(new OverlayLabFault());

        var (one, two) = (await first.WaitAsync(), await second.WaitAsync());

        Assert.Equal((0, 0), (one.Code, two.Code));
        Assert.Equal("Replaced", OutcomeOf(one));
        Assert.Equal("Unchanged", OutcomeOf(two));
        Assert.Equal(scene.Lab.RouteTableIds.Count, scene.Lab.Server.Calls.Count(c => c is { Action: "ReplaceRoute", ErrorCode: null }));
        await scene.AssertTargetAsync(scene.Lab.B);
    }

    [Fact]
    public async Task A_release_waits_for_the_takeover_before_it()
    {
        await using var scene = await TakeoverScene.StartAsync();
        using var takeover = await StartHeldAsync(scene, Unused, "CreateRoute");
        using var release = scene.StartChild("release", Unused, "--verbose", "--timeout", "600");
        await WaitsAsync(release);
        scene.Lab.Server.SetFault(new OverlayLabFault());

        Assert.Equal(0, (await takeover.WaitAsync()).Code);
        Assert.Equal(0, (await release.WaitAsync()).Code);
    }

    [SkippableFact]
    public async Task The_lock_of_a_process_that_was_killed_is_free()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals to send to one process.");
        await using var scene = await TakeoverScene.StartAsync();
        scene.Lab.Server.SetFault(new OverlayLabFault { Latency = TimeSpan.FromSeconds(30), Actions = ["DescribeRouteTables"] });
        using var first = scene.StartChild("takeover", Destination);
        await Until.TrueAsync(() => scene.Metadata.Requests.Any(r => r.EndsWith("/interface-id", StringComparison.Ordinal)));
        first.Signal(9);
        await first.WaitAsync();
        scene.Lab.Server.SetFault(new OverlayLabFault());

        var second = await scene.RunChildAsync("takeover", Destination);
        Assert.Equal((0, ""), (second.Code, second.Error));
        await scene.AssertTargetAsync(scene.Lab.B);
    }

    [Fact]
    public async Task Waiting_for_a_lock_ends_at_the_deadline()
    {
        await using var scene = await TakeoverScene.StartAsync();
        Directory.CreateDirectory(scene.Locks);
        using var held = new FileStream(Path.Combine(scene.Locks, "10.2.0.1_32.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var run = await scene.RunAsync("takeover", Destination, "--timeout", "1");
        Assert.Equal(6, run.Code);
        Assert.Equal(["DeadlineExceeded"], run.ErrorIds);
        Assert.Empty(scene.Lab.Changes());
    }

    private static string? OutcomeOf(AgentRun run) =>
        run.Json.GetProperty("routeSets")[0].GetProperty("routes").GetProperty("routeTables")[0].GetProperty("outcome").GetString();

    // A takeover that has the lock and keeps it for as long as the lab answers its changes with errors.
    private static async Task<ChildAgent> StartHeldAsync(TakeoverScene scene, string destination = Destination, string action = "ReplaceRoute")
    {
        scene.Lab.Server.SetFault(new OverlayLabFault { ErrorRate = 1, Actions = [action] });
        var takeover = scene.StartChild("takeover", destination, "--create-missing", "--json", "--timeout", "600");
        await Until.TrueAsync(() => scene.Lab.Changes().Any());
        return takeover;
    }

    private static Task<string> WaitsAsync(ChildAgent second) => second.ReadErrorLineAsync(line => line.Contains("waiting", StringComparison.Ordinal));
}
