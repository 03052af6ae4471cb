using OverlayIp.Engine.Failover;

namespace OverlayIp.Integration.Tests;

/// <summary>The resident failover of node B, with a lab whose address is on node A.</summary>
public class ResidentFailoverTests
{
    [Fact]
    public async Task A_master_sends_its_changes_before_it_asks_anything()
    {
        await using var scene = await ResidentScene.StartAsync();
        scene.Hear("MASTER");
        await scene.UntilAsync(() => scene.Metrics.Succeeded == 1);
        var calls = scene.Lab.Server.Calls.OrderBy(c => c.Timestamp).Select(c => c.Action).ToList();
        Assert.Equal(Enumerable.Repeat("ReplaceRoute", 4), calls.SkipWhile(a => a != "ReplaceRoute").Take(4));
        await scene.UntilAtAsync("BBBB");
    }

    [Fact]
    public async Task Only_the_latest_of_many_events_counts()
    {
        await using var scene = await ResidentScene.StartAsync();

        // While it is held up at the end of a release, so that it cannot begin with any of them.
        using var isHeldUp = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        scene.Writing = happened =>
        {
            if (happened.Name == "release" && !goOn.IsSet)
            {
                isHeldUp.Set();
                goOn.Wait();
            }
        };
        try
        {
            scene.Hear("BACKUP");
            await scene.UntilAsync(() => isHeldUp.IsSet);
            for (var i = 0; i < 500; i++)
            {
                scene.Hear("MASTER");
                scene.Hear("BACKUP");
            }

            scene.Hear("MASTER");
        }
        finally
        {
            goOn.Set();
        }

        await scene.UntilAsync(() => scene.Metrics.Succeeded == 1);
        Assert.Equal("BBBB", scene.Lab.Nodes());
        Assert.Equal(4, scene.Lab.Server.Calls.Count(c => c.Action == "ReplaceRoute"));
    }

    [Fact]
    public async Task A_master_that_has_become_a_backup_stops_trying()
    {
        await using var scene = await ResidentScene.StartAsync();
        scene.Lab.Server.SetFault(new OverlayLabFault { Outage = true });
        scene.Hear("MASTER");
        await scene.UntilAsync(() => scene.Lab.Server.Calls.Any(c => c.Action == "ReplaceRoute"));
        Assert.NotNull(await scene.Failover.Post(VrrpEvent.Parse("INSTANCE \"VI_1\" BACKUP 100")!));

        // Its one loop has gone on from the takeover to the release, and has nothing left to try again. The outage is not lifted: a call
        // that was cut off may still be on its way.
        var status = Assert.Single(scene.Failover.Status);
        Assert.Equal((false, false), (status.IsMaster, status.IsUnfinished));
        Assert.Equal("AAAA", scene.Lab.Nodes());
    }

    [Fact]
    public async Task A_master_outlasts_an_outage_that_is_longer_than_its_deadline()
    {
        await using var scene = await ResidentScene.StartAsync(new FailoverConfiguration { Timeout = TimeSpan.FromSeconds(1) });
        scene.Lab.Server.SetFault(new OverlayLabFault { Outage = true });
        scene.Hear("MASTER");
        await scene.UntilAsync(() => scene.Journal.Any(e => e is { Name: "takeover", Level: ResidentLevel.Error }));
        scene.Lab.Server.SetFault(new OverlayLabFault());
        await scene.UntilAtAsync("BBBB");
    }

    [Fact]
    public async Task Hearing_a_lower_priority_takes_again_what_the_other_has_taken()
    {
        await using var scene = await ResidentScene.StartAsync();
        scene.Hear("MASTER");
        await scene.UntilAsync(() => scene.Metrics.Succeeded == 1);
        await scene.MoveAsync(scene.Lab.A.NetworkInterfaceId);
        scene.Hear("MASTER_RX_LOWER_PRI");
        await scene.UntilAtAsync("BBBB");
    }

    [Theory]
    [InlineData("MASTER")]
    [InlineData("MASTER_RX_LOWER_PRI")]
    public async Task A_master_that_is_told_again_does_not_go_on_waiting_for_what_another_has_undone(string again)
    {
        // Time for much longer than this test waits, and tables that never show what was done: whether they are slow or were moved back
        // cannot be told by reading them.
        await using var scene = await ResidentScene.StartAsync(new FailoverConfiguration { Timeout = TimeSpan.FromHours(1) });
        scene.Lab.Server.SetFault(new OverlayLabFault { ConsistencyDelay = TimeSpan.FromHours(2), Actions = ["DescribeRouteTables"] });
        scene.Hear("MASTER");
        await scene.UntilAtAsync("BBBB");
        await scene.UntilAsync(() => scene.Lab.Server.Calls.Count(c => c.Action == "DescribeInstances") > 1);
        await scene.MoveAsync(scene.Lab.A.NetworkInterfaceId);
        Assert.Equal("AAAA", scene.Lab.Nodes());

        scene.Hear(again);

        await scene.UntilAtAsync("BBBB");
    }

    [Fact]
    public async Task What_another_has_moved_is_left_there_after_the_contest_or_taken_again_with_reassert()
    {
        // The rules and their times are MasterTenure's and are tested there; this is that they are followed. Time stands still while the
        // other moves the tables, or what it has moved so far would be taken again meanwhile.
        var clock = new SteppedClock();
        await using var scene = await ResidentScene.StartAsync(new FailoverConfiguration { Reassert = true, ReassertAfter = TimeSpan.FromSeconds(1) }, clock);
        scene.Hear("MASTER");
        await scene.UntilAsync(() => scene.Metrics.Succeeded == 1);
        await scene.MoveAsync(scene.Lab.A.NetworkInterfaceId);
        Assert.Equal("AAAA", scene.Lab.Nodes());
        await scene.UntilAsync(() =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            return scene.Lab.Nodes() == "BBBB";
        });
        Assert.Contains(scene.Journal, e => e.Name == "moved" && e.Message.Contains(scene.Lab.A.InstanceId, StringComparison.Ordinal));
        Assert.Contains("overlayip_reassertions_total{destination=\"10.2.0.1/32\"} 1", scene.Metrics.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_was_deleted_and_one_that_is_new_do_not_keep_it_from_taking_over()
    {
        await using var scene = await ResidentScene.StartAsync();
        await scene.Lab.Lab.DoAsync("DeleteRoute", ("RouteTableId", scene.Lab.Tables[0]), ("DestinationCidrBlock", LabScene.Address));
        scene.Hear("MASTER");
        await scene.UntilAtAsync("-BBB");
        await scene.UntilAsync(() => scene.Journal.Any(e => e.ErrorId == "RouteNotFound"));
    }

    [Fact]
    public async Task Others_instances_are_no_concern()
    {
        await using var scene = await ResidentScene.StartAsync();
        Assert.Empty(await scene.Failover.Post(VrrpEvent.Parse("INSTANCE \"VI_2\" MASTER 100")!));
        Assert.Equal("AAAA", scene.Lab.Nodes());
    }

    [Fact]
    public async Task Commands_are_carried_out_without_changing_what_VRRP_says()
    {
        await using var scene = await ResidentScene.StartAsync();
        var taken = Assert.Single(await scene.Failover.RequestAsync(ResidentAction.TakeOver, [LabScene.Destination]));
        Assert.True(taken.Succeeded);
        Assert.Equal("BBBB", scene.Lab.Nodes());
        Assert.False(Assert.Single(scene.Failover.Status).IsMaster);
        Assert.All(Assert.Single(await scene.Failover.ReadAsync([], default)).Plan!.Steps, s => Assert.Equal(Engine.Routing.RouteStepAction.None, s.Action));
        await Assert.ThrowsAsync<OverlayIpException>(() => scene.Failover.RequestAsync(ResidentAction.TakeOver, [RouteDestination.Parse("10.9.9.9")]));
    }
}
