namespace OverlayIp.Integration.Tests;

/// <summary>How many round trips a switch takes, by what the lab saw and not by how long it took here.</summary>
public class RoundTripTests
{
    private const int TableCount = 16;

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(100)]
    public async Task Sixteen_tables_are_asked_about_once_changed_once_and_read_back_once(int latencyMilliseconds)
    {
        await using var scene = await LabScene.StartAsync(TableCount);
        scene.Server.SetFault(new OverlayLabFault { Latency = TimeSpan.FromMilliseconds(latencyMilliseconds) });

        var calls = await SwitchAsync(scene, scene.B);

        Assert.Equal(new string('B', TableCount), scene.Nodes());
        Assert.Equal(
            ["DescribeInstances", "DescribeRouteTables"], calls.Take(2).Select(c => c.Action).Order(StringComparer.Ordinal));
        Assert.All(calls.Skip(2).Take(TableCount), c => Assert.Equal("ReplaceRoute", c.Action));
        Assert.Equal(["DescribeRouteTables"], calls.Skip(2 + TableCount).Select(c => c.Action));
        Assert.Equal(TableCount, calls.Skip(2).Take(TableCount).Select(c => c.Parameters["RouteTableId"]).Distinct().Count());
    }

    [Fact]
    public async Task No_call_waits_for_another_but_for_the_three_that_must()
    {
        // No call is answered before all that are to be under way with it are: whoever waited for an answer first would keep them all waiting.
        var clock = new SteppedClock();
        var latency = TimeSpan.FromMilliseconds(20);
        await using var scene = await LabScene.StartAsync(TableCount, clock: clock);
        scene.Server.SetFault(new OverlayLabFault { Latency = latency });

        var switching = SwitchAsync(scene, scene.B);
        foreach (var atOnce in (int[])[2, TableCount, 1])
        {
            await clock.UntilWaitingAsync(atOnce);
            clock.Advance(latency);
        }

        Assert.Equal(2 + TableCount + 1, (await switching.WaitAsync(TimeSpan.FromSeconds(60))).Count);
        Assert.Equal(new string('B', TableCount), scene.Nodes());
    }

    private static async Task<List<OverlayLabCall>> SwitchAsync(LabScene scene, OverlayLabNode target)
    {
        scene.Server.ClearCalls();
        var run = await scene.ExecuteAsync(await scene.PlanAsync(target));
        Assert.True(run.Succeeded, run.Reports.FirstOrDefault(r => r.Error is not null)?.Error?.ToString());
        return [.. scene.Server.Calls.OrderBy(c => c.Timestamp)];
    }
}
