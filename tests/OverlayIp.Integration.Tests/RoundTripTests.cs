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

    [Theory]
    [InlineData(20)]
    [InlineData(100)]
    public async Task No_call_waits_for_another_but_for_the_three_that_must(int latencyMilliseconds)
    {
        await using var scene = await LabScene.StartAsync(TableCount);
        scene.Server.SetFault(new OverlayLabFault { Latency = TimeSpan.FromMilliseconds(latencyMilliseconds) });

        // The first switch compiles and connects. On a busy machine sixteen requests may take longer to leave than one takes to
        // be answered, which looks like waiting: what can be done in three is seen in the best of a few.
        await SwitchAsync(scene, scene.B);
        var fewest = int.MaxValue;
        for (var i = 0; i < 8 && fewest > 3; i++)
        {
            var calls = await SwitchAsync(scene, i % 2 == 0 ? scene.A : scene.B);
            fewest = Math.Min(fewest, LongestChain(calls));
        }

        Assert.Equal(3, fewest);
    }

    private static async Task<List<OverlayLabCall>> SwitchAsync(LabScene scene, OverlayLabNode target)
    {
        scene.Server.ClearCalls();
        var run = await scene.ExecuteAsync(await scene.PlanAsync(target));
        Assert.True(run.Succeeded, run.Reports.FirstOrDefault(r => r.Error is not null)?.Error?.ToString());
        return [.. scene.Server.Calls.OrderBy(c => c.Timestamp)];
    }

    // The most calls of which each came when the one before had been answered: what waited one for another is among them.
    private static int LongestChain(IEnumerable<OverlayLabCall> calls)
    {
        var links = 0;
        var answered = DateTimeOffset.MinValue;
        foreach (var call in calls.OrderBy(c => c.Timestamp + c.Elapsed))
        {
            if (call.Timestamp >= answered)
            {
                links++;
                answered = call.Timestamp + call.Elapsed;
            }
        }

        return links;
    }
}
