using OverlayIp.Engine.Drills;
using OverlayIp.Engine.Tests.Fakes;
using OverlayIp.Engine.Tests.Routing;

namespace OverlayIp.Engine.Tests.Drills;

/// <summary>The original targets come back, whatever happens in between.</summary>
public class DrillRestoreTests
{
    // Two tables and two candidates: four changes, then the restoring.
    [Theory]
    [InlineData(1, "Failed NotAttempted Passed")]
    [InlineData(2, "Failed NotAttempted Passed")]
    [InlineData(3, "Passed Failed Passed")]
    [InlineData(4, "Passed Failed Passed")]
    public void Stopped_at_any_change_it_restores(int change, string outcomes)
    {
        var scene = new DrillScene();
        var report = scene.RunStopped(change);
        Assert.True(report.Cancelled);
        Assert.Equal((outcomes, "AA"), (DrillScene.Outcomes(report), scene.Nodes));
        Assert.Empty(report.NotRestored);
    }

    [Fact]
    public void Stopped_while_it_restores_it_goes_on_restoring()
    {
        var scene = new DrillScene();
        var report = scene.RunStopped(5);
        Assert.Equal(("Passed Passed Passed", "AA", true), (DrillScene.Outcomes(report), scene.Nodes, report.Cancelled));
    }

    [Fact]
    public void Stopped_while_it_waits_for_an_answer_it_restores()
    {
        var scene = new DrillScene();
        using var stop = new CancellationTokenSource();
        var watch = new ScriptedWatch(0, 40, 40)
        {
            Waiting = () =>
            {
                if (scene.Nodes == "BB")
                    stop.Cancel();
            },
        };
        var report = scene.Run(scene.Plan(RouteScene.NodeB), watch, cancellationToken: stop.Token);
        Assert.Equal(("Failed Passed", "AA"), (DrillScene.Outcomes(report), scene.Nodes));
        Assert.Equal("Interrupted", report.Steps[0].Error?.ErrorId);
    }

    [Fact]
    public void Stopped_while_it_asks_whether_anybody_answers_it_changes_nothing()
    {
        var scene = new DrillScene();
        var report = scene.Run(scene.Plan(RouteScene.NodeB), new ScriptedWatch(0), cancellationToken: new CancellationToken(canceled: true));
        Assert.Equal(("NotAttempted Passed", true), (DrillScene.Outcomes(report), report.Cancelled));
        Assert.Empty(scene.Ec2.Mutations);
    }

    [Fact]
    public void Stopped_before_it_began_it_changes_nothing()
    {
        var scene = new DrillScene();
        var plan = scene.Plan(RouteScene.NodeB);
        var report = scene.Run(plan, cancellationToken: new CancellationToken(canceled: true));
        Assert.Equal("NotAttempted Passed", DrillScene.Outcomes(report));
        Assert.Empty(scene.Ec2.Mutations);
    }

    // What was cut off may still be carried out: before the first look of the restoring, after it, or after the restoring itself.
    [Theory]
    [InlineData(1)]
    [InlineData(35)]
    [InlineData(70)]
    [InlineData(400)]
    [InlineData(900)]
    public void A_change_that_comes_into_force_late_is_overruled(int milliseconds)
    {
        var scene = new DrillScene();
        var isLate = false;
        var report = scene.RunStopped(1, () => scene.Ec2.Clock.CreateTimer(
            _ =>
            {
                scene.Ec2.PutOverlay(RouteScene.Table(1), RouteScene.Address, RouteScene.EniB);
                isLate = true;
            },
            null,
            TimeSpan.FromMilliseconds(milliseconds),
            Timeout.InfiniteTimeSpan));
        Assert.Equal((true, "AA", 0), (isLate, scene.Nodes, report.NotRestored.Count()));
    }

    [Fact]
    public void Throttling_makes_restoring_wait_and_not_fail()
    {
        var scene = new DrillScene(12);
        var plan = scene.Plan(RouteScene.NodeB);
        scene.Ec2.Limit("ReplaceRoute", 12, 2);
        var report = scene.Run(plan);
        Assert.Equal(("Passed Passed", new string('A', 12)), (DrillScene.Outcomes(report), scene.Nodes));
        Assert.True(report.Restore.Elapsed > TimeSpan.FromSeconds(4), $"{report.Restore.Elapsed}");
    }

    [Theory]
    [InlineData("DescribeRouteTables")]
    [InlineData("DescribeInstances")]
    [InlineData("ReplaceRoute")]
    public void Errors_that_pass_are_waited_out(string action)
    {
        var scene = new DrillScene();
        var plan = scene.Plan(RouteScene.NodeB);
        scene.Ec2.CarriedOut = call =>
        {
            // Once the switch is made, the action fails for a while.
            if (call.IsMutating && scene.Nodes == "BB" && scene.Ec2.Faults.Count == 0)
            {
                scene.Ec2.Faults.Add(new FakeFault { Action = action, Times = 6, Error = Errors.Unavailable });
            }
        };
        var report = scene.Run(plan);
        Assert.Equal(("AA", 0), (scene.Nodes, report.NotRestored.Count()));
        Assert.Equal(OverlayDrillOutcome.Passed, report.Restore.Outcome);
    }

    [Fact]
    public void What_cannot_be_restored_is_told_with_the_command_that_would()
    {
        var scene = new DrillScene();
        var plan = scene.Plan(RouteScene.NodeB);
        scene.Ec2.CarriedOut = call =>
        {
            if (call.IsMutating && scene.Nodes == "BB")
            {
                scene.Ec2.Faults.Add(new FakeFault { Action = "ReplaceRoute", RouteTableId = RouteScene.Table(2), Error = Errors.Denied });
            }
        };

        var report = scene.Run(plan);

        Assert.Equal(("Passed Failed", "AB"), (DrillScene.Outcomes(report), scene.Nodes));
        var error = report.Restore.Error!;
        Assert.Equal(("DrillNotRestored", RouteScene.Address, true), (error.ErrorId, error.Subject, error.IsFatal));
        Assert.Contains($"in {RouteScene.Table(2)}:", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"Switch-OverlayRoute {RouteScene.Address} -RouteTableId {RouteScene.Table(2)} -NetworkInterfaceId {RouteScene.EniA} -Force", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Restoring_gives_up_when_its_time_is_up()
    {
        var scene = new DrillScene();
        var plan = scene.Plan(RouteScene.NodeB);
        scene.Ec2.CarriedOut = call =>
        {
            if (call.IsMutating && scene.Nodes == "BB")
            {
                scene.Ec2.Faults.Add(new FakeFault { Action = "DescribeInstances", Error = Errors.Unavailable });
            }
        };
        var began = scene.Ec2.Clock.GetUtcNow();

        var report = scene.Run(plan, options: new DrillOptions { RestoreTimeout = TimeSpan.FromSeconds(30) });

        Assert.Equal(("Passed Failed", "BB"), (DrillScene.Outcomes(report), scene.Nodes));
        Assert.Equal(2, report.NotRestored.Count());
        Assert.InRange(scene.Ec2.Clock.GetUtcNow() - began, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(35));
    }
}
