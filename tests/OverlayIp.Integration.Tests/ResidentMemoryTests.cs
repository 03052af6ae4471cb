using OverlayIp.Engine.Failover;

namespace OverlayIp.Integration.Tests;

/// <summary>What the resident failover keeps of what it hears. It runs alone: what other tests have in the heap comes and goes.</summary>
[Collection(nameof(ResidentMemoryTests))]
[CollectionDefinition(nameof(ResidentMemoryTests), DisableParallelization = true)]
public class ResidentMemoryTests
{
    [Fact]
    public async Task A_hundred_thousand_events_leave_nothing_behind()
    {
        await using var scene = await ResidentScene.StartAsync();
        scene.KeepsJournal = false;
        var before = await FeedAsync(scene, 10_000);
        var after = await FeedAsync(scene, 90_000);
        Assert.InRange(after - before, long.MinValue, 4L * 1024 * 1024);
        Assert.Contains("overlayip_vrrp_events_total{state=\"MASTER\"} 50001", scene.Metrics.ToString(), StringComparison.Ordinal);

        // It still works.
        scene.Hear("MASTER");
        await scene.UntilAtAsync("BBBB");
    }

    // The managed heap after so many events, when all of them have been dealt with.
    private static async Task<long> FeedAsync(ResidentScene scene, int events)
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

        scene.Lab.Server.ClearCalls();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
