namespace OverlayIp.Integration.Tests;

public class FaultTests
{
    // Never waited for: a clock of the test's passes it.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    // What came of a change is looked at for so long even when its time is up.
    private static readonly TimeSpan LeastTimeToRead = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Throttled_changes_are_all_made_in_the_end()
    {
        await using var scene = await LabScene.StartAsync(24);
        var plan = await scene.PlanAsync(scene.B);
        Throttle(refillPerSecond: 0.001);

        // On a slow machine a bucket that refills would have a token for each of them.
        var run = await scene.ExecuteAsync(plan, observer: new WhenRetried(4, () => Throttle(refillPerSecond: 40)));

        void Throttle(double refillPerSecond) => scene.Server.SetFault(new OverlayLabFault
        {
            Throttles = new Dictionary<string, OverlayLabTokenBucket> { ["ReplaceRoute"] = new(8, refillPerSecond) },
        });

        Assert.Equal(("Replaced", new string('B', 24)), (LabScene.Outcomes(run), scene.Nodes()));
        Assert.Contains(scene.Server.Calls, c => c is { Action: "ReplaceRoute", ErrorCode: "RequestLimitExceeded" });
    }

    [Fact]
    public async Task Errors_and_resets_of_every_kind_are_overcome()
    {
        await using var scene = await LabScene.StartAsync(24);
        var plan = await scene.PlanAsync(scene.B);
        scene.Server.SetFault(new OverlayLabFault { ErrorRate = 0.25, ConnectionResetRate = 0.15, ResetAfterRate = 0.15 });

        // More than half of the calls fail. Time for sixty tries of one table, of which a few are needed: in the usual time, for a dozen,
        // one run in a thousand would not do it.
        var run = await scene.ExecuteAsync(plan, timeout: TimeSpan.FromMinutes(5));

        Assert.Equal(("Replaced", new string('B', 24)), (LabScene.Outcomes(run), scene.Nodes()));
        Assert.True(run.Reports.Sum(r => r.Attempts) > 24);
    }

    [Fact]
    public async Task Creating_twice_because_the_first_answer_was_lost_ends_in_created_and_verified()
    {
        await using var scene = await LabScene.StartAsync(6, routed: false);
        var plan = await scene.PlanAsync(scene.B, createMissing: true);
        scene.Server.SetFault(new OverlayLabFault { ResetAfterRate = 1, Actions = ["CreateRoute"] });

        var run = await scene.ExecuteAsync(plan with { MayReplace = false }, observer: new WhenRetried(6, () => scene.Server.SetFault(new OverlayLabFault())));

        Assert.Equal(("Created", "BBBBBB"), (LabScene.Outcomes(run), scene.Nodes()));
        Assert.All(run.Reports, r => Assert.True(r is { Verified: true, Attempts: > 1 }));

        // Nothing below the engine repeats a change on its own; what was sent into a cut connection did not arrive.
        Assert.InRange(scene.Server.Calls.Count(c => c.Action == "CreateRoute"), 6, run.Reports.Sum(r => r.Attempts));
    }

    [Fact]
    public async Task A_change_of_which_every_answer_is_lost_is_found_by_reading_back()
    {
        await using var scene = await LabScene.StartAsync(3);
        var plan = await scene.PlanAsync(scene.B);
        scene.Server.SetFault(new OverlayLabFault { ResetAfterRate = 1, Actions = ["ReplaceRoute"] });

        // The deadline, and each of the three tables before another try.
        var clock = new SteppedClock();
        var running = scene.ExecuteAsync(plan, clock, Timeout);
        await clock.UntilWaitingAsync(1 + 3);
        clock.Advance(Timeout);
        var run = await running;

        Assert.Equal(("Replaced", "BBB"), (LabScene.Outcomes(run), scene.Nodes()));
    }

    [Fact]
    public async Task Stale_reads_are_waited_out()
    {
        await using var scene = await LabScene.StartAsync(4);
        var plan = await scene.PlanAsync(scene.B);
        scene.Server.SetFault(new OverlayLabFault { ConsistencyDelay = TimeSpan.FromHours(1) });
        scene.Server.ClearCalls();
        var looks = 0;

        var run = await scene.ExecuteAsync(plan, observer: new WhenRetried(0, () => { }, stage =>
        {
            if (stage == "Reading route tables back" && ++looks == 3)
            {
                scene.Server.SetFault(new OverlayLabFault());
            }
        }));

        Assert.Equal("Replaced", LabScene.Outcomes(run));
        Assert.All(run.Reports, r => Assert.Equal(scene.B.NetworkInterfaceId, r.Route?.NetworkInterfaceId));
        Assert.Equal(3, scene.Server.Calls.Count(c => c.Action == "DescribeRouteTables"));
    }

    [Fact]
    public async Task What_never_shows_in_time_is_not_verified_though_it_was_done()
    {
        await using var scene = await LabScene.StartAsync(2);
        var plan = await scene.PlanAsync(scene.B);
        scene.Server.SetFault(new OverlayLabFault { ConsistencyDelay = TimeSpan.FromHours(1) });

        // The deadline, and the pause after a first look that showed nothing.
        var clock = new SteppedClock();
        var running = scene.ExecuteAsync(plan, clock, Timeout);
        await clock.UntilWaitingAsync(1 + 1);
        clock.Advance(Timeout);
        var run = await running;

        Assert.All(run.Reports, r => Assert.Equal((RouteChangeOutcome.Failed, "RouteNotVerified"), (r.Outcome, r.Error?.ErrorId)));
        Assert.Equal("BB", scene.Nodes());
    }

    [Fact]
    public async Task An_outage_that_ends_is_outlasted()
    {
        await using var scene = await LabScene.StartAsync(6);
        var plan = await scene.PlanAsync(scene.B);
        scene.Server.SetFault(new OverlayLabFault { Outage = true });

        var run = await scene.ExecuteAsync(plan, observer: new WhenRetried(6, () => scene.Server.SetFault(new OverlayLabFault())));

        Assert.Equal(("Replaced", "BBBBBB"), (LabScene.Outcomes(run), scene.Nodes()));
    }

    [Fact]
    public async Task An_outage_that_does_not_end_is_given_up_and_nothing_is_done()
    {
        await using var scene = await LabScene.StartAsync(2);
        var plan = await scene.PlanAsync(scene.B);
        scene.Server.SetFault(new OverlayLabFault { Outage = true, Actions = ["ReplaceRoute"] });

        // First the deadline and both tables before another try; then the end of reading, and the pause after a first look.
        var clock = new SteppedClock();
        var running = scene.ExecuteAsync(plan, clock, Timeout);
        await clock.UntilWaitingAsync(1 + 2);
        clock.Advance(Timeout);
        await clock.UntilWaitingAsync(1 + 1);
        clock.Advance(LeastTimeToRead);
        var run = await running;

        Assert.All(run.Reports, r => Assert.Equal((RouteChangeOutcome.Failed, "ServiceUnavailable"), (r.Outcome, r.Error?.ErrorId)));
        Assert.Equal("AA", scene.Nodes());
    }

    [Fact]
    public async Task A_denied_change_is_tried_once_and_changes_nothing()
    {
        await using var scene = await LabScene.StartAsync(3);
        scene.Server.SetFault(new OverlayLabFault { DeniedActions = ["ReplaceRoute"] });

        var run = await scene.ExecuteAsync(await scene.PlanAsync(scene.B));

        Assert.All(run.Reports, r => Assert.Equal(("AccessDenied", "UnauthorizedOperation", 1), (r.Error?.ErrorId, r.Error?.AwsErrorCode, r.Attempts)));
        Assert.Equal("AAA", scene.Nodes());
    }

    [Fact]
    public async Task Being_denied_to_read_back_does_not_hide_that_it_was_done()
    {
        await using var scene = await LabScene.StartAsync(2);
        var plan = await scene.PlanAsync(scene.B);
        scene.Server.SetFault(new OverlayLabFault { DeniedActions = ["DescribeRouteTables"] });

        var run = await scene.ExecuteAsync(plan);

        Assert.All(run.Reports, r => Assert.Equal(("RouteNotVerified", "UnauthorizedOperation"), (r.Error?.ErrorId, r.Error?.AwsErrorCode)));
        Assert.Equal("BB", scene.Nodes());
    }

    [Fact]
    public async Task One_table_that_stays_out_of_reach_rolls_the_others_back()
    {
        await using var scene = await LabScene.StartAsync(4);
        var plan = await scene.PlanAsync(scene.B);
        scene.Server.SetFault(new OverlayLabFault { ErrorRate = 1, ResourceIds = [scene.Tables[2]], Actions = ["ReplaceRoute"] });

        // Each time when the other three are done, and the one waits before another try or another look.
        var clock = new SteppedClock();
        var progress = new ProgressLog();
        var running = scene.ExecuteAsync(plan, clock, Timeout, rollback: true, progress);
        await progress.UntilAsync("Changing route tables", 3);
        await clock.UntilWaitingAsync(1 + 1);
        clock.Advance(Timeout);
        await progress.UntilAsync("Reading route tables back", 0);
        await clock.UntilWaitingAsync(1 + 1);
        clock.Advance(LeastTimeToRead);
        await progress.UntilAsync("Restoring route tables", 3);
        await clock.UntilWaitingAsync(1 + 1);
        clock.Advance(Timeout);
        var run = await running;

        Assert.Equal(
            [RouteChangeOutcome.RolledBack, RouteChangeOutcome.RolledBack, RouteChangeOutcome.Failed, RouteChangeOutcome.RolledBack],
            run.Reports.Select(r => r.Outcome));
        Assert.All(run.Reports.Where(r => r.Outcome == RouteChangeOutcome.RolledBack), r => Assert.True(r.Verified));
        Assert.Equal("AAAA", scene.Nodes());
    }

    [Fact]
    public async Task Stopped_before_it_was_verified_it_says_what_EC2_accepted()
    {
        await using var scene = await LabScene.StartAsync(3);
        var plan = await scene.PlanAsync(scene.B);
        using var stop = new CancellationTokenSource();

        var run = await scene.ExecuteAsync(
            plan,
            observer: new WhenRetried(0, () => { }, stage =>
            {
                if (stage == "Reading route tables back")
                {
                    stop.Cancel();
                }
            }),
            cancellationToken: stop.Token);

        Assert.True(run.Cancelled);
        Assert.All(run.Reports, r => Assert.Equal((RouteChangeOutcome.Failed, "Interrupted", false), (r.Outcome, r.Error?.ErrorId, r.Verified)));
        Assert.All(run.Reports, r => Assert.Contains("EC2 accepted", r.Error!.Message, StringComparison.Ordinal));
        Assert.Equal("BBB", scene.Nodes());
    }

    [Fact]
    public async Task Stopped_in_flight_it_does_not_wait_for_the_answers()
    {
        await using var scene = await LabScene.StartAsync(3);
        var plan = await scene.PlanAsync(scene.B);

        // No answer comes for an hour: whoever waited for one would not come back in this test.
        scene.Server.SetFault(new OverlayLabFault { Latency = TimeSpan.FromHours(1), Actions = ["ReplaceRoute"] });
        using var stop = new CancellationTokenSource();
        var running = scene.ExecuteAsync(plan, cancellationToken: stop.Token);
        await stop.CancelAsync();
        var run = await running;

        Assert.True(run.Cancelled);
        Assert.All(run.Reports, r => Assert.Equal((RouteChangeOutcome.Failed, "Interrupted"), (r.Outcome, r.Error?.ErrorId)));
        Assert.Equal("AAA", scene.Nodes());
    }
}
