using OverlayIp.Engine.Routing;
using OverlayIp.Engine.Tests.Fakes;

namespace OverlayIp.Engine.Tests.Routing;

public class RouteVerificationTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(3)]
    [InlineData(12)]
    public void Stale_reads_are_waited_out(double lagSeconds)
    {
        var scene = new RouteScene(4) { Ec2 = { ReadsLagBy = TimeSpan.FromSeconds(lagSeconds) } };

        // The state before the plan must be old enough to be seen.
        VirtualTime.Run(scene.Ec2.Clock, () => Task.Delay(TimeSpan.FromMinutes(1), scene.Ec2.Clock));
        var run = scene.Switch();

        Assert.Equal("Replaced Replaced Replaced Replaced", RouteScene.Outcomes(run));
        Assert.InRange(run.Elapsed.TotalSeconds, lagSeconds, (lagSeconds * 1.6) + 0.5);
        Assert.All(run.Reports, r => Assert.Equal(RouteScene.EniB, r.Route?.NetworkInterfaceId));
    }

    [Fact]
    public void What_does_not_show_in_time_fails_as_not_verified_and_tells_what_it_shows()
    {
        var scene = new RouteScene(2) { Ec2 = { ReadsLagBy = TimeSpan.FromMinutes(1) } };
        VirtualTime.Run(scene.Ec2.Clock, () => Task.Delay(TimeSpan.FromMinutes(2), scene.Ec2.Clock));

        var run = scene.Switch(timeout: TimeSpan.FromSeconds(8));

        Assert.Equal("Failed Failed", RouteScene.Outcomes(run));
        Assert.All(run.Reports, r =>
        {
            Assert.Equal(("RouteNotVerified", OverlayErrorKind.Timeout), (r.Error?.ErrorId, r.Error!.Kind));
            Assert.Contains($"within 8 seconds: it shows {RouteScene.EniA}", r.Error.Message, StringComparison.Ordinal);
            Assert.False(r.Verified);
        });
        Assert.InRange(run.Elapsed.TotalSeconds, 6, 8);
    }

    [Fact]
    public void Only_the_tables_that_do_not_show_it_yet_are_read_again()
    {
        var scene = new RouteScene(3);
        var plan = scene.Plan(RouteScene.ToB());
        scene.Ec2.CarriedOut = call =>
        {
            // Somebody restores one table behind the switch's back for a while.
            if (call.Action == "ReplaceRoute" && call.RouteTableId == RouteScene.Table(2))
            {
                scene.Ec2.PutOverlay(RouteScene.Table(2), RouteScene.Address, RouteScene.EniA);
            }
        };

        var run = scene.Execute(plan, timeout: TimeSpan.FromSeconds(5));

        Assert.Equal("Replaced Failed Replaced", RouteScene.Outcomes(run));
        var reads = scene.Ec2.Calls.Where(c => c.Action == "DescribeRouteTables").Skip(1)
            .Select(c => ((Amazon.EC2.Model.DescribeRouteTablesRequest)c.Request).RouteTableIds!.Count).ToList();
        Assert.Equal(3, reads[0]);
        Assert.All(reads.Skip(1), count => Assert.Equal(1, count));
    }

    [Fact]
    public void Being_denied_to_read_back_is_not_verified_with_the_code_of_AWS()
    {
        var scene = new RouteScene(2);
        var plan = scene.Plan(RouteScene.ToB());
        scene.Ec2.Faults.Add(new FakeFault { Action = "DescribeRouteTables", Error = Errors.Denied });

        var run = scene.Execute(plan);

        Assert.Equal("Failed Failed", RouteScene.Outcomes(run));
        Assert.All(run.Reports, r =>
        {
            Assert.Equal(("RouteNotVerified", "UnauthorizedOperation", "req-0123"), (r.Error?.ErrorId, r.Error?.AwsErrorCode, r.Error?.RequestId));
            Assert.Equal(OverlayErrorKind.PermissionDenied, r.Error!.Kind);
            Assert.Contains("EC2 accepted the change", r.Error.Message, StringComparison.Ordinal);
            Assert.Contains("ec2:DescribeRouteTables", r.Error.RecommendedAction, StringComparison.Ordinal);
        });
        Assert.All(scene.Hops, hop => Assert.Equal(RouteScene.EniB, hop));
    }

    [Theory]
    [InlineData("503")]
    [InlineData("reset")]
    [InlineData("throttled")]
    public void A_passing_failure_of_reading_back_is_waited_out(string what)
    {
        var scene = new RouteScene(2);
        var plan = scene.Plan(RouteScene.ToB());
        Func<Exception> failure = what switch { "503" => Errors.Unavailable, "reset" => Errors.Reset, _ => Errors.Throttled };
        scene.Ec2.Faults.Add(new FakeFault { Action = "DescribeRouteTables", Times = 3, Error = failure });

        Assert.Equal("Replaced Replaced", RouteScene.Outcomes(scene.Execute(plan)));
    }

    [Fact]
    public void Five_hundred_tables_are_read_back_in_portions_that_EC2_takes()
    {
        var scene = new RouteScene(500);

        var run = scene.Switch();

        Assert.All(run.Reports, r => Assert.True(r.Verified));
        Assert.All(
            scene.Ec2.Calls.Select(c => c.Request).OfType<Amazon.EC2.Model.DescribeRouteTablesRequest>(),
            r => Assert.InRange(r.RouteTableIds?.Count ?? 0, 0, 100));
    }

    [Fact]
    public void Progress_tells_the_route_set_and_ends_with_all_of_it()
    {
        var scene = new RouteScene(3);
        var observer = new RecordingObserver();

        scene.Execute(scene.Plan(RouteScene.ToB()), observer: observer);

        Assert.Contains(observer.Steps, s => s is { Status: "Changing route tables", Done: 3, Total: 3 });
        Assert.All(observer.Steps, s => Assert.Contains(RouteScene.Address, s.Activity, StringComparison.Ordinal));
    }

    [Fact]
    public void Progress_tells_of_a_rollback_as_well()
    {
        var scene = new RouteScene(3);
        scene.Ec2.Faults.Add(new FakeFault { Action = "ReplaceRoute", RouteTableId = RouteScene.Table(2), Error = Errors.Denied });
        var observer = new RecordingObserver();

        scene.Execute(scene.Plan(RouteScene.ToB()), rollback: true, observer: observer);

        Assert.Equal([0, 1, 2], observer.Steps.Where(s => s is { Status: "Restoring route tables", Total: 2 }).Select(s => s.Done));
    }

    private sealed class RecordingObserver : IOperationObserver
    {
        public List<(string Activity, string Status, int Done, int Total)> Steps { get; } = [];

        public void Verbose(string message)
        {
        }

        public void Warning(string message)
        {
        }

        public void Progress(string activity, string status, int done, int total) => Steps.Add((activity, status, done, total));
    }
}
