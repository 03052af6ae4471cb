using System.Diagnostics;
using OverlayIp.Engine.Failover;

namespace OverlayIp.Integration.Tests;

/// <summary>What the resident failover keeps of what it hears. It runs alone: what other tests have in the heap comes and goes.</summary>
[Collection(nameof(ResidentMemoryTests))]
[CollectionDefinition(nameof(ResidentMemoryTests), DisableParallelization = true)]
public class ResidentMemoryTests
{
    private const long MostGrowth = 4L * 1024 * 1024;

    [Fact]
    public async Task A_hundred_thousand_events_leave_nothing_behind()
    {
        await using var scene = await ResidentScene.StartAsync();
        scene.KeepsJournal = false;
        await FeedAsync(scene, 10_000);
        var before = Heap(scene);
        await FeedAsync(scene, 90_000);

        // Calls that were cut off are let go of when the lab has seen it.
        var growth = Heap(scene) - before;
        for (var patience = Stopwatch.StartNew(); growth > MostGrowth && patience.Elapsed < TimeSpan.FromSeconds(60); growth = Heap(scene) - before)
            await Task.Delay(100);

        Assert.InRange(growth, long.MinValue, MostGrowth);
        Assert.Contains("overlayip_vrrp_events_total{state=\"MASTER\"} 50001", scene.Metrics.ToString(), StringComparison.Ordinal);

        // It still works.
        await scene.MoveAsync(scene.Lab.A.NetworkInterfaceId);
        scene.Hear("MASTER");
        await scene.UntilAtAsync("BBBB");
    }

    // Until all of them have been dealt with.
    private static async Task FeedAsync(ResidentScene scene, int events)
    {
        for (var i = 0; i < events / 2; i++)
        {
            scene.Hear("MASTER");
            scene.Hear("BACKUP");
            if (i % 500 == 0)
                await Task.Delay(1);
        }

        Assert.NotNull(await scene.Failover.Post(VrrpEvent.Parse("INSTANCE \"VI_1\" BACKUP 100")!));
        if (events < 50_000)
            Assert.NotNull(await scene.Failover.Post(VrrpEvent.Parse("INSTANCE \"VI_1\" MASTER 100")!));
    }

    private static long Heap(ResidentScene scene)
    {
        scene.Lab.Server.ClearCalls();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
