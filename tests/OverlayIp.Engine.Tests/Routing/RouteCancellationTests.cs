using OverlayIp.Engine.Routing;
using OverlayIp.Engine.Tests.Fakes;

namespace OverlayIp.Engine.Tests.Routing;

public class RouteCancellationTests
{
    [Fact]
    public void Stopped_before_it_began_nothing_was_attempted()
    {
        var scene = new RouteScene(2);
        var plan = scene.Plan(RouteScene.ToB());

        var run = scene.Execute(plan, cancellationToken: new CancellationToken(canceled: true));

        Assert.True(run.Cancelled);
        Assert.Equal("NotAttempted NotAttempted", RouteScene.Outcomes(run));
        Assert.Empty(scene.Ec2.Mutations);
        Assert.All(run.Reports, r => Assert.True(r is { Attempts: 0, Error: null, Verified: false }));
    }

    [Fact]
    public void Stopped_in_flight_it_cannot_tell_what_is_in_force()
    {
        var scene = new RouteScene(2);

        var run = StopWhen(scene, scene.Plan(RouteScene.ToB()), call => call.RouteTableId == RouteScene.Table(2), carriedOut: false);

        Assert.True(run.Cancelled);
        Assert.Equal("Failed Failed", RouteScene.Outcomes(run));
        Assert.All(run.Reports, r => AssertInterrupted(r, "may or may not be in force"));
    }

    [Fact]
    public void Stopped_between_the_answer_and_reading_back_it_says_that_EC2_accepted()
    {
        var scene = new RouteScene(2);

        var run = StopWhen(scene, scene.Plan(RouteScene.ToB()), call => call.Action == "DescribeRouteTables", carriedOut: false);

        Assert.Equal("Failed Failed", RouteScene.Outcomes(run));
        Assert.All(run.Reports, r => AssertInterrupted(r, "EC2 accepted the change"));
        Assert.All(scene.Hops, hop => Assert.Equal(RouteScene.EniB, hop));
    }

    [Fact]
    public void Tables_that_were_accepted_in_flight_or_waiting_are_told_apart()
    {
        var scene = new RouteScene(40);
        var plan = scene.Plan(RouteScene.ToB());
        scene.Ec2.Limit("ReplaceRoute", 1, 0.5);

        // The second call that is accepted comes after the throttling of all others, when one call at a time is sent.
        var accepted = 0;
        var run = StopWhen(scene, plan, call => ++accepted == 2, carriedOut: true);

        var byOutcome = run.Reports.ToLookup(r => r.Outcome);
        Assert.True(run.Cancelled);
        AssertInterrupted(run.Reports[0], "EC2 accepted the change");
        Assert.All(byOutcome[RouteChangeOutcome.NotAttempted], r => Assert.Equal(0, r.Attempts));
        var refused = byOutcome[RouteChangeOutcome.Failed].Where(r => r.Error!.Message.Contains("had not accepted", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, r => Assert.Equal(RouteScene.EniA, scene.Ec2.HopOf(r.Step.RouteTableId, RouteScene.Address)));
        Assert.Equal(2, scene.Hops.Count(hop => hop == RouteScene.EniB));
        Assert.Equal(40, run.Reports.Count);
    }

    [Fact]
    public void Stopped_during_the_rollback_it_says_which_table_may_show_either()
    {
        var scene = new RouteScene(2);
        scene.Ec2.Faults.Add(new FakeFault { RouteTableId = RouteScene.Table(2), Error = Errors.Denied });

        var run = StopWhen(
            scene,
            scene.Plan(RouteScene.ToB()),
            call => call.Request is Amazon.EC2.Model.ReplaceRouteRequest { NetworkInterfaceId: RouteScene.EniA },
            carriedOut: false,
            rollback: true);

        Assert.True(run.Cancelled);
        Assert.Equal("Failed Failed", RouteScene.Outcomes(run));
        AssertInterrupted(run.Reports[0], "was being restored");
        Assert.Equal("AccessDenied", run.Reports[1].Error?.ErrorId);
    }

    [Fact]
    public void Stopped_before_a_table_was_restored_it_says_that_the_change_is_in_force()
    {
        var scene = new RouteScene(3);
        scene.Ec2.Faults.Add(new FakeFault { RouteTableId = RouteScene.Table(3), Error = Errors.Denied });
        scene.Ec2.Faults.Add(new FakeFault { Action = "ReplaceRoute", RouteTableId = RouteScene.Table(1), Times = 1, Error = Errors.Throttled });
        var plan = scene.Plan(RouteScene.ToB());
        scene.Ec2.Limit("ReplaceRoute", 5, 0.1);

        // Two calls and a retry spend the bucket on the way there; on the way back the second waits for its turn.
        var run = StopWhen(
            scene, plan, call => call.Request is Amazon.EC2.Model.ReplaceRouteRequest { NetworkInterfaceId: RouteScene.EniA }, carriedOut: true, rollback: true);

        Assert.True(run.Cancelled);
        Assert.Equal("Failed Failed Failed", RouteScene.Outcomes(run));
        Assert.Contains(run.Reports, r => r.Error!.Message.Contains("before", StringComparison.Ordinal) && r.Error.Message.Contains("is still in force", StringComparison.Ordinal));
    }

    [Fact]
    public void Stopped_while_the_rollback_is_verified_it_says_rolled_back_but_not_verified()
    {
        var scene = new RouteScene(2);
        scene.Ec2.Faults.Add(new FakeFault { RouteTableId = RouteScene.Table(2), Error = Errors.Denied });
        var reads = 0;

        var run = StopWhen(
            scene, scene.Plan(RouteScene.ToB()), call => call.Action == "DescribeRouteTables" && ++reads == 2, carriedOut: false, rollback: true);

        Assert.True(run.Cancelled);
        Assert.Equal((RouteChangeOutcome.RolledBack, false), (run.Reports[0].Outcome, run.Reports[0].Verified));
        Assert.Equal(RouteScene.EniA, scene.Ec2.HopOf(RouteScene.Table(1), RouteScene.Address));
    }

    [Fact]
    public void Stopping_a_plan_is_an_ordinary_cancellation()
    {
        var scene = new RouteScene(2);
        using var stop = new CancellationTokenSource();
        scene.Ec2.Arriving = _ =>
        {
            stop.Cancel();
            return Task.CompletedTask;
        };

        Assert.ThrowsAny<OperationCanceledException>(() => VirtualTime.Run(
            scene.Ec2.Clock, () => new RoutePlanner(scene.Ec2.Connect()).PlanSwitchAsync(RouteScene.ToB(), stop.Token)));
    }

    private static RouteExecution StopWhen(
        RouteScene scene, RoutePlan plan, Func<FakeCall, bool> when, bool carriedOut, bool rollback = false)
    {
        using var stop = new CancellationTokenSource();
        void Look(FakeCall call)
        {
            if (when(call))
            {
                stop.Cancel();
            }
        }

        if (carriedOut)
        {
            scene.Ec2.CarriedOut = Look;
        }
        else
        {
            scene.Ec2.Arriving = call =>
            {
                Look(call);
                return Task.CompletedTask;
            };
        }

        return scene.Execute(plan, rollback, cancellationToken: stop.Token);
    }

    private static void AssertInterrupted(RouteStepReport report, string words)
    {
        Assert.Equal((RouteChangeOutcome.Failed, "Interrupted", false), (report.Outcome, report.Error?.ErrorId, report.Verified));
        Assert.Contains(words, report.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(report.Step.RouteTableId, report.Error.Subject);
    }
}
