using OverlayIp.Engine.Tests.Fakes;
using OverlayIp.Engine.Tests.Routing;

namespace OverlayIp.Engine.Tests.Drills;

public class RouteDrillTests
{
    [Fact]
    public void Every_candidate_is_visited_in_turn_and_the_original_restored()
    {
        var scene = new DrillScene();
        var report = scene.Run(scene.Plan(RouteScene.NodeB, DrillScene.NodeC, RouteScene.NodeA));

        Assert.Equal("Passed Passed Passed Passed", DrillScene.Outcomes(report));
        Assert.Equal(("BBCCAA", "AA"), (scene.Changes, scene.Nodes));
        var results = report.ToResults().ToList();
        Assert.Equal([1, 2, 3, 4], results.Select(r => r.Step));
        Assert.Equal([RouteScene.NodeB, DrillScene.NodeC, RouteScene.NodeA, RouteScene.NodeA], results.Select(r => r.InstanceId));
        Assert.Equal([false, false, false, true], results.Select(r => r.IsRestore));
        Assert.All(results[..3], r => Assert.All(r.Tables, t => Assert.True(t is { Verified: true, Attempts: 1, Outcome: RouteChangeOutcome.Replaced })));
        Assert.All(results[..3], r => Assert.Equal(r.Tables.Max(t => t.Elapsed), r.Elapsed));
        Assert.All(results[..3], r => Assert.True(r.Elapsed > TimeSpan.Zero));
    }

    [Fact]
    public void The_present_target_is_visited_first_without_a_change()
    {
        var scene = new DrillScene();
        var report = scene.Run(scene.Plan(RouteScene.NodeA, RouteScene.NodeB, RouteScene.NodeA));
        Assert.Equal("Passed Passed Passed", DrillScene.Outcomes(report));
        Assert.Equal("BBAA", scene.Changes);
        Assert.All(report.Steps[0].Reports, r => Assert.Equal(RouteChangeOutcome.Unchanged, r.Outcome));
    }

    [Fact]
    public void Tables_with_different_targets_get_each_its_own_back()
    {
        var scene = new DrillScene(3);
        scene.Ec2.PutOverlay(RouteScene.Table(2), RouteScene.Address, DrillScene.EniC);
        var report = scene.Run(scene.Plan(RouteScene.NodeB));
        Assert.Equal(("Passed Passed", "ACA"), (DrillScene.Outcomes(report), scene.Nodes));
        Assert.Null(report.ToResults().Last().NetworkInterfaceId);
    }

    [Theory]
    [InlineData("B is stopped", "TargetNotRunning", RouteScene.NodeB)]
    [InlineData("C is stopped", "TargetNotRunning", RouteScene.NodeB, DrillScene.NodeC)]
    [InlineData("B is checked", "TargetCheckEnabled", RouteScene.NodeB)]
    [InlineData("C is elsewhere", "TargetInOtherVpc", RouteScene.NodeB, DrillScene.EniC)]
    [InlineData("", "InstanceNotFound", RouteScene.NodeB, "i-0000000f")]
    [InlineData("", "CandidateMissing")]
    [InlineData("", "CandidateMissing", RouteScene.NodeA)]
    [InlineData("A is stopped", "DrillNotRestorable", RouteScene.NodeB)]
    [InlineData("a table points to a gateway", "RouteTargetForeign", RouteScene.NodeB)]
    public void A_drill_that_cannot_end_well_is_refused_before_anything_changes(string what, string errorId, params string[] candidates)
    {
        var scene = new DrillScene();
        switch (what)
        {
            case "A is stopped": scene.Ec2.Instances[0].State!.Name = "stopped"; break;
            case "B is stopped": scene.Ec2.Instances[1].State!.Name = "stopped"; break;
            case "C is stopped": scene.Ec2.Instances[2].State!.Name = "stopped"; break;
            case "B is checked": scene.Ec2.Interfaces[1].SourceDestCheck = true; break;
            case "C is elsewhere": scene.Ec2.Interfaces[2].VpcId = "vpc-00000002"; break;
            case "a table points to a gateway": scene.Ec2.Put(RouteScene.Table(2), FakeEc2.RouteTo(RouteScene.Address, r => r.TransitGatewayId = "tgw-00000001")); break;
        }

        var error = Assert.Throws<OverlayIpException>(() => scene.Plan(candidates));

        Assert.Equal(errorId, error.ErrorId);
        Assert.DoesNotContain(", or use -Force", error.RecommendedAction ?? "", StringComparison.Ordinal);
        Assert.Empty(scene.Ec2.Mutations);
    }

    [Fact]
    public void A_candidate_that_fails_ends_the_drill_and_the_original_is_restored()
    {
        var scene = new DrillScene();
        var plan = scene.Plan(RouteScene.NodeB, DrillScene.NodeC);
        scene.Ec2.Faults.Add(new FakeFault { Action = "ReplaceRoute", RouteTableId = RouteScene.Table(2), Times = 1, Error = Errors.Denied });

        var report = scene.Run(plan);

        Assert.Equal("Failed NotAttempted Passed", DrillScene.Outcomes(report));
        Assert.Equal(("AccessDenied", "AA"), (report.Steps[0].Error?.ErrorId, scene.Nodes));
        Assert.False(report.Cancelled);
    }

    [Fact]
    public void A_candidate_that_has_become_unfit_ends_the_drill_at_its_turn()
    {
        var scene = new DrillScene();
        var plan = scene.Plan(RouteScene.NodeB, DrillScene.NodeC);
        scene.Ec2.CarriedOut = _ => scene.Ec2.Instances[2].State!.Name = "stopped";

        var report = scene.Run(plan);

        Assert.Equal("Passed Failed Passed", DrillScene.Outcomes(report));
        Assert.Equal(("TargetNotRunning", "AA"), (report.Steps[1].Error?.ErrorId, scene.Nodes));
    }

    [Theory]
    [InlineData(false, "A?")]
    [InlineData(true, "AB")]
    public void What_somebody_else_moves_meanwhile_stays_theirs(bool toCandidate, string left)
    {
        var scene = new DrillScene();
        scene.Ec2.AddInstance("i-0000000d", RouteScene.Vpc, "running", "eni-0000000d");
        var plan = scene.Plan(DrillScene.NodeC);
        var moved = false;
        scene.Ec2.Arriving = call =>
        {
            // After the switch to C was verified, when the restoring begins.
            if (!moved && scene.Nodes == "CC" && call.Action == "DescribeInstances")
            {
                moved = true;
                scene.Ec2.PutOverlay(RouteScene.Table(2), RouteScene.Address, toCandidate ? RouteScene.EniB : "eni-0000000d");
            }

            return Task.CompletedTask;
        };

        var report = scene.Run(plan);

        Assert.Equal(("Passed Failed", left), (DrillScene.Outcomes(report), scene.Nodes));
        Assert.Equal("DrillNotRestored", report.Restore.Error?.ErrorId);
        Assert.Equal("UnexpectedTarget", report.Restore.Reports[1].Error?.ErrorId);
        Assert.Equal([RouteScene.Table(2)], report.NotRestored.Select(o => o.RouteTableId));
    }

    [Fact]
    public void A_route_that_is_not_where_the_drill_has_put_it_ends_the_drill()
    {
        var scene = new DrillScene();
        var plan = scene.Plan(RouteScene.NodeB, DrillScene.NodeC);
        scene.Ec2.PutOverlay(RouteScene.Table(1), RouteScene.Address, DrillScene.EniC);

        var report = scene.Run(plan);

        Assert.Equal("Failed NotAttempted Passed", DrillScene.Outcomes(report));
        Assert.Equal(("UnexpectedTarget", "CA"), (report.Steps[0].Error?.ErrorId, scene.Nodes));
        Assert.Empty(scene.Ec2.Mutations);
    }

    [Fact]
    public void An_address_that_does_not_answer_is_not_drilled()
    {
        var scene = new DrillScene();
        var plan = scene.Plan(RouteScene.NodeB);
        var error = Assert.Throws<OverlayIpException>(() => scene.Run(plan, new ScriptedWatch([null])));
        Assert.Equal("DrillNotAnswering", error.ErrorId);
        Assert.Empty(scene.Ec2.Mutations);
    }

    [Fact]
    public void The_longest_time_without_an_answer_is_in_the_report()
    {
        var scene = new DrillScene();
        var report = scene.Run(scene.Plan(RouteScene.NodeB, DrillScene.NodeC), new ScriptedWatch(0, 40, 250, 30));
        Assert.Equal("Passed Passed Passed", DrillScene.Outcomes(report));
        Assert.Equal([40, 250, 30], report.ToResults().Select(r => (int)r.Outage!.Value.TotalMilliseconds));
    }

    [Fact]
    public void A_candidate_that_does_not_answer_fails_and_the_original_is_restored()
    {
        var scene = new DrillScene();
        var report = scene.Run(scene.Plan(RouteScene.NodeB, DrillScene.NodeC), new ScriptedWatch(0, null, 30));
        Assert.Equal(("Failed NotAttempted Passed", "AA"), (DrillScene.Outcomes(report), scene.Nodes));
        Assert.Equal("DrillUnanswered", report.ToResults().First().ErrorId);
    }
}
