using System.Collections.Concurrent;

namespace OverlayIp.Integration.Tests;

/// <summary>Watches over HTTP against the lab, in real time, with faults on.</summary>
public class WatchTests
{
    public static TheoryData<string, OverlayLabFault> Faults { get; } = new()
    {
        { "none", new OverlayLabFault() },
        { "slow", new OverlayLabFault { Latency = TimeSpan.FromMilliseconds(60) } },
        { "503s", new OverlayLabFault { ErrorRate = 0.3 } },
        { "resets", new OverlayLabFault { ConnectionResetRate = 0.2, ResetAfterRate = 0.2 } },
        { "throttled", new OverlayLabFault { Throttles = new Dictionary<string, OverlayLabTokenBucket> { ["ReplaceRoute"] = new(1, 5), ["DescribeRouteTables"] = new(5, 20) } } },
        { "late", new OverlayLabFault { ConsistencyDelay = TimeSpan.FromMilliseconds(150) } },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task The_routes_of_a_stopped_instance_are_moved(string name, OverlayLabFault fault)
    {
        await using var scene = await LabScene.StartAsync(3);
        await using var watch = WatchParty.Start(scene, [scene.A.NetworkInterfaceId, scene.B.NetworkInterfaceId], byStatus: true);
        await watch.UntilAsync(() => Task.FromResult(watch.Told.Count(e => e.Kind == OverlayHealthEventKind.Healthy) == 2), $"{name}: two healthy nodes");

        // What the lab is made to do wrong is not meant for this test's own client.
        scene.Server.SetFault(fault with { Actions = ["DescribeRouteTables", "DescribeInstances", "DescribeNetworkInterfaces", "DescribeInstanceStatus", "ReplaceRoute"] });
        await scene.Lab.DoAsync("StopInstances", ("InstanceId.1", scene.A.InstanceId));
        await watch.UntilAsync(() => Task.FromResult(scene.Nodes() == "BBB"), $"{name}: routes to B");

        scene.Server.SetFault(new OverlayLabFault());

        // By chance all tries of one call can fail: then that is told, and the next round does it, or reunites what only some of the tables
        // have left.
        if (fault is { ErrorRate: 0, ConnectionResetRate: 0, ResetAfterRate: 0, Throttles.Count: 0 })
        {
            await watch.UntilToldAsync(OverlayHealthEventKind.Switched);
            Assert.DoesNotContain(watch.Told, e => e.Kind is OverlayHealthEventKind.SwitchFailed);
        }
        else
        {
            await watch.UntilAsync(
                () => Task.FromResult(watch.Told.Any(e => e.Kind is OverlayHealthEventKind.Switched or OverlayHealthEventKind.Reunited)), $"{name}: told");
        }

        Assert.DoesNotContain(watch.Told, e => e.Kind is OverlayHealthEventKind.FailedBack);
    }

    [Fact]
    public async Task An_outage_is_told_once_and_what_is_due_is_done_after_it()
    {
        await using var scene = await LabScene.StartAsync(3);
        var ill = new ConcurrentDictionary<string, bool>();
        await using var watch = WatchParty.Start(scene, [scene.A.NetworkInterfaceId, scene.B.NetworkInterfaceId], ill);
        await watch.UntilToldAsync(OverlayHealthEventKind.Healthy);

        scene.Server.SetFault(new OverlayLabFault { Outage = true });
        await watch.UntilToldAsync(OverlayHealthEventKind.ApiUnavailable);
        ill[scene.A.NetworkInterfaceId] = true;
        await watch.UntilToldAsync(OverlayHealthEventKind.Unhealthy);
        scene.Server.SetFault(new OverlayLabFault());
        await watch.UntilToldAsync(OverlayHealthEventKind.Switched);

        Assert.Equal("BBB", scene.Nodes());
        Assert.Equal("Watching Healthy Healthy ApiUnavailable Unhealthy ApiAvailable Switched", watch.Kinds);
    }

    // The two prefer different standbys, so both move at the same moment, to different nodes: the worst case there is.
    [Fact]
    public async Task Two_watches_at_once_never_fight()
    {
        await using var scene = await LabScene.StartAsync(3);
        var third = await AddInterfaceAsync(scene);
        var ill = new ConcurrentDictionary<string, bool>();
        await using var one = WatchParty.Start(scene, [scene.A.NetworkInterfaceId, scene.B.NetworkInterfaceId, third], ill);
        await using var two = WatchParty.Start(scene, [scene.A.NetworkInterfaceId, third, scene.B.NetworkInterfaceId], ill);
        await one.UntilAsync(() => Task.FromResult(one.Told.Concat(two.Told).Count(e => e.Kind == OverlayHealthEventKind.Healthy) == 6), "six healthy nodes");

        var (target, changes) = (scene.A.NetworkInterfaceId, 0);
        for (var round = 1; round <= 20; round++)
        {
            // Past the hold-down of the round before, so that none of the two is held back.
            await RoundsAsync(one, two, 8);
            ill[target] = true;
            string? now = null;
            await one.UntilAsync(() => Task.FromResult((now = Target(scene)) is not null && now != target), $"round {round}: one new target");

            // Both have come to rest: nothing is moved any more while each of them looks around ten times.
            var before = -1;
            await one.UntilAsync(
                async () =>
                {
                    before = Changes(scene);
                    await RoundsAsync(one, two, 10);
                    return Changes(scene) == before;
                },
                $"round {round}: rest");
            now = Target(scene);
            Assert.NotNull(now);
            Assert.NotEqual(target, now);
            ill.Clear();
            target = now;

            // The lab keeps its last calls only: a slow machine makes more of them in 20 rounds than that.
            changes += before;
            scene.Server.ClearCalls();
        }

        // Three tables in each of 20 rounds, by both at the very most, and once more where they had to agree.
        Assert.InRange(changes, 60, 20 * 3 * 3);
    }

    private static async Task RoundsAsync(WatchParty one, WatchParty two, int count)
    {
        var (first, second) = (one.Rounds + count, two.Rounds + count);
        await one.UntilAsync(() => Task.FromResult(one.Rounds >= first && two.Rounds >= second), "rounds");
    }

    private static int Changes(LabScene scene) => scene.Server.Calls.Count(c => c.Action == "ReplaceRoute");

    /// <summary>The one network interface that all tables point to, or null when they disagree.</summary>
    private static string? Target(LabScene scene) => scene.Targets().Distinct(StringComparer.Ordinal).ToList() is [var only] ? only : null;

    private static async Task<string> AddInterfaceAsync(LabScene scene)
    {
        var eni = (await scene.Lab.DoAsync("CreateNetworkInterface", ("SubnetId", scene.B.SubnetId))).Text("networkInterfaceId")!;
        await scene.Lab.DoAsync("AttachNetworkInterface", ("NetworkInterfaceId", eni), ("InstanceId", scene.B.InstanceId), ("DeviceIndex", "1"));
        await scene.Lab.DoAsync("ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", eni), ("SourceDestCheck.Value", "false"));
        return eni;
    }
}
