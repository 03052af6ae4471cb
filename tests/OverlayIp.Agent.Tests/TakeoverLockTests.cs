using OverlayIp.Agent.Tests.Support;

namespace OverlayIp.Agent.Tests;

/// <summary>Several calls at once, as separate processes.</summary>
public class TakeoverLockTests
{
    private const string Destination = "10.2.0.1";
    private static readonly OverlayLabFault Slow = new() { Latency = TimeSpan.FromSeconds(2), Actions = ["ReplaceRoute"] };

    [Fact]
    public async Task The_second_of_two_takeovers_waits_and_finds_it_done()
    {
        await using var scene = await TakeoverScene.StartAsync();
        scene.Lab.Server.SetFault(Slow);
        using var first = scene.StartChild("takeover", Destination, "--json");
        await WaitForAsync(() => scene.Lab.Server.Calls.Any(c => c.Action == "DescribeRouteTables"));
        using var second = scene.StartChild("takeover", Destination, "--json");

        var (one, two) = (await first.WaitAsync(), await second.WaitAsync());

        Assert.Equal((0, 0), (one.Code, two.Code));
        Assert.Equal("Replaced", OutcomeOf(one));
        Assert.Equal("Unchanged", OutcomeOf(two));
        Assert.Equal(scene.Lab.RouteTableIds.Count, scene.Lab.Changes().Count());
        await scene.AssertTargetAsync(scene.Lab.B);
    }

    [Fact]
    public async Task A_release_waits_for_the_takeover_before_it()
    {
        await using var scene = await TakeoverScene.StartAsync();
        scene.Lab.Server.SetFault(Slow);
        using var takeover = scene.StartChild("takeover", Destination, "--json");
        await WaitForAsync(() => scene.Lab.Server.Calls.Any(c => c.Action == "DescribeRouteTables"));
        using var release = scene.StartChild("release", Destination, "--verbose");
        Assert.Contains("waiting", await release.ReadErrorLineAsync(_ => true), StringComparison.Ordinal);

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
        await WaitForAsync(() => scene.Metadata.Requests.Any(r => r.EndsWith("/interface-id", StringComparison.Ordinal)));
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

    private static async Task WaitForAsync(Func<bool> isSo)
    {
        for (var tries = 0; !isSo(); tries++)
        {
            Assert.True(tries < 3000, "It did not come to that.");
            await Task.Delay(10);
        }
    }
}
