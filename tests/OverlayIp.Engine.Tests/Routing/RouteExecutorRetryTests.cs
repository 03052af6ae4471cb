using OverlayIp.Engine.Routing;
using OverlayIp.Engine.Tests.Fakes;

namespace OverlayIp.Engine.Tests.Routing;

public class RouteExecutorRetryTests
{
    public static TheoryData<string, Func<Exception>> Passing => new()
    {
        { "503 Unavailable", Errors.Unavailable },
        { "500 InternalError", Errors.Internal },
        { "reset", Errors.Reset },
        { "refused", Errors.Refused },
        { "throttled", Errors.Throttled },
        { "timed out", () => new TimeoutException() },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public void A_passing_failure_is_tried_again_until_it_has_passed(string _, Func<Exception> failure)
    {
        var scene = new RouteScene(2);
        scene.Ec2.Faults.Add(new FakeFault { Action = "ReplaceRoute", RouteTableId = RouteScene.Table(2), Times = 4, Error = failure });

        var run = scene.Switch();

        Assert.Equal("Replaced Replaced", RouteScene.Outcomes(run));
        Assert.Equal(5, run.Reports[1].Attempts);
        Assert.All(scene.Hops, hop => Assert.Equal(RouteScene.EniB, hop));
    }

    [Fact]
    public void A_connection_that_had_gone_stale_costs_one_round_trip_and_no_pause()
    {
        var scene = new RouteScene(2);
        scene.Ec2.Faults.Add(new FakeFault { Action = "ReplaceRoute", RouteTableId = RouteScene.Table(2), Times = 1, Error = Errors.Reset });

        Assert.Equal(3 * scene.Ec2.Latency, scene.Switch().Elapsed);
    }

    [Theory]
    [InlineData("503", "ServiceUnavailable")]
    [InlineData("throttled", "RequestLimitExceeded")]
    [InlineData("refused", "EndpointUnreachable")]
    public void A_lasting_failure_is_given_up_at_the_deadline_with_its_own_error(string what, string errorId)
    {
        var scene = new RouteScene(2);
        Func<Exception> failure = what switch { "503" => Errors.Unavailable, "throttled" => Errors.Throttled, _ => Errors.Refused };
        scene.Ec2.Faults.Add(new FakeFault { Action = "ReplaceRoute", Error = failure });

        var run = scene.Switch(timeout: TimeSpan.FromSeconds(10));

        Assert.Equal("Failed Failed", RouteScene.Outcomes(run));
        Assert.All(run.Reports, r => Assert.Equal(errorId, r.Error?.ErrorId));
        Assert.InRange(run.Elapsed, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(16));
    }

    [Fact]
    public void A_call_that_is_never_answered_does_not_outlast_the_deadline()
    {
        var scene = new RouteScene(2);
        var plan = scene.Plan(RouteScene.ToB());
        scene.Ec2.Latency = TimeSpan.FromHours(1);
        var run = scene.Execute(plan, timeout: TimeSpan.FromSeconds(10));

        Assert.Equal("Failed Failed", RouteScene.Outcomes(run));
        Assert.All(run.Reports, r => Assert.Equal("RequestTimedOut", r.Error?.ErrorId));
        Assert.Equal(TimeSpan.FromSeconds(15), run.Elapsed);
    }

    // The timer of the deadline is due a fraction of a millisecond before the clock says so.
    [Fact]
    public void A_retry_that_the_deadline_cuts_off_is_told_with_what_it_was_for()
    {
        var scene = new RouteScene(1);
        var plan = scene.Plan(RouteScene.ToB());
        scene.Ec2.Faults.Add(new FakeFault { Action = "ReplaceRoute", Times = 1, Error = Errors.Throttled });
        scene.Ec2.Arriving = _ =>
        {
            scene.Ec2.Latency = scene.Ec2.Mutations.Count() > 1 ? TimeSpan.FromHours(1) : scene.Ec2.Latency;
            return Task.CompletedTask;
        };

        var report = Assert.Single(scene.Execute(plan, timeout: TimeSpan.FromMilliseconds(10_000.7)).Reports);

        Assert.Equal((RouteChangeOutcome.Failed, "RequestLimitExceeded", 2), (report.Outcome, report.Error?.ErrorId, report.Attempts));
    }

    [Fact]
    public void A_create_whose_answer_was_lost_finds_its_own_work_and_is_verified()
    {
        var scene = new RouteScene(1, routed: false);
        scene.Ec2.Faults.Add(new FakeFault { Action = "CreateRoute", Times = 1, Error = Errors.Reset, AfterCarryingOut = true });

        var run = scene.Execute(scene.Plan(Creating()));

        var report = Assert.Single(run.Reports);
        Assert.Equal((RouteChangeOutcome.Created, true, 2), (report.Outcome, report.Verified, report.Attempts));
        Assert.Equal(["CreateRoute", "CreateRoute"], scene.Ec2.Mutations.Select(c => c.Action));
    }

    [Fact]
    public void A_delete_whose_answer_was_lost_finds_the_route_gone_and_is_verified()
    {
        var scene = new RouteScene(1);
        scene.Ec2.Faults.Add(new FakeFault { Action = "DeleteRoute", Times = 1, Error = Errors.Reset, AfterCarryingOut = true });

        var run = scene.Execute(scene.Plan(
            new RemoveRoutePlanRequest { Destination = RouteScene.Destination, Scope = new RouteScope { VpcId = RouteScene.Vpc } }));

        Assert.True(run.Succeeded);
        Assert.Null(scene.Hops.Single());
    }

    [Fact]
    public void A_change_whose_answer_was_lost_at_the_deadline_is_a_success_when_it_shows()
    {
        var scene = new RouteScene(1);
        scene.Ec2.Faults.Add(new FakeFault { Action = "ReplaceRoute", Error = Errors.Reset, AfterCarryingOut = true });

        var run = scene.Switch(timeout: TimeSpan.FromSeconds(1));

        var report = Assert.Single(run.Reports);
        Assert.Equal((RouteChangeOutcome.Replaced, true), (report.Outcome, report.Verified));
        Assert.Null(report.Error);
    }

    [Fact]
    public void A_refused_connection_is_not_taken_for_a_call_that_may_have_been_carried_out()
    {
        var scene = new RouteScene(1, routed: false);
        var plan = scene.Plan(Creating());
        scene.Ec2.Faults.Add(new FakeFault { Action = "CreateRoute", Times = 1, Error = Errors.Refused });
        scene.Ec2.PutOverlay(RouteScene.Table(1), RouteScene.Address, RouteScene.EniB);

        var report = Assert.Single(scene.Execute(plan).Reports);

        Assert.Equal((RouteChangeOutcome.Failed, "RouteAlreadyExists"), (report.Outcome, report.Error?.ErrorId));
        Assert.Equal(RouteScene.EniB, scene.Hops.Single());
    }

    [Theory]
    [InlineData(false, false, "Failed", "InvalidParameterValue", null)]
    [InlineData(true, false, "Created", null, RouteScene.EniB)]
    public void A_route_that_was_deleted_since_the_plan_is_created_only_where_that_was_allowed(
        bool createMissing, bool rollback, string outcome, string? errorId, string? hop)
    {
        var scene = new RouteScene(1);
        var plan = scene.Plan(RouteScene.ToB(createMissing));
        scene.Ec2.Tables[0].Remove(RouteScene.Address, scene.Ec2.Clock.GetUtcNow());

        var report = Assert.Single(scene.Execute(plan, rollback).Reports);

        Assert.Equal((outcome, errorId), (report.Outcome.ToString(), report.Error?.ErrorId));
        Assert.Equal(hop, scene.Hops.Single());
    }

    [Theory]
    [InlineData(null, "Replaced", null, RouteScene.EniB)]
    [InlineData(RouteScene.NodeA, "Failed", "RouteAlreadyExists", RouteScene.EniA)]
    public void A_route_that_somebody_made_since_the_plan_is_replaced_unless_From_guards_it(
        string? from, string outcome, string? errorId, string hop)
    {
        var scene = new RouteScene(1, routed: false);
        var plan = scene.Plan(RouteScene.ToB(createMissing: true, from: from));
        scene.Ec2.PutOverlay(RouteScene.Table(1), RouteScene.Address, RouteScene.EniA);

        var report = Assert.Single(scene.Execute(plan).Reports);

        Assert.Equal((outcome, errorId), (report.Outcome.ToString(), report.Error?.ErrorId));
        Assert.Equal(hop, scene.Hops.Single());
    }

    [Fact]
    public void A_created_route_does_not_replace_what_somebody_made_since_the_plan()
    {
        var scene = new RouteScene(1, routed: false);
        var plan = scene.Plan(Creating());
        scene.Ec2.PutOverlay(RouteScene.Table(1), RouteScene.Address, RouteScene.EniB);

        var report = Assert.Single(scene.Execute(plan).Reports);

        Assert.Equal("RouteAlreadyExists", report.Error?.ErrorId);
        Assert.Equal(RouteScene.EniB, scene.Hops.Single());
    }

    [Fact]
    public void Two_nodes_that_keep_undoing_each_other_end_in_an_error_and_not_in_a_loop()
    {
        var scene = new RouteScene(1);
        var plan = scene.Plan(RouteScene.ToB(createMissing: true));
        scene.Ec2.Arriving = call =>
        {
            var now = scene.Ec2.Clock.GetUtcNow();
            if (call.Action == "ReplaceRoute")
            {
                scene.Ec2.Tables[0].Remove(RouteScene.Address, now);
            }
            else if (call.Action == "CreateRoute")
            {
                scene.Ec2.PutOverlay(RouteScene.Table(1), RouteScene.Address, RouteScene.EniA);
            }

            return Task.CompletedTask;
        };

        var report = Assert.Single(scene.Execute(plan).Reports);

        Assert.Equal(RouteChangeOutcome.Failed, report.Outcome);
        Assert.InRange(report.Attempts, 2, 5);
    }

    private static CreateRoutePlanRequest Creating() => new()
    {
        Destination = RouteScene.Destination,
        Scope = new RouteScope { VpcId = RouteScene.Vpc },
        Target = RouteTarget.Instance(RouteScene.NodeA),
    };
}
