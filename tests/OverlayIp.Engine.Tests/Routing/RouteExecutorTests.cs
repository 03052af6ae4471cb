using OverlayIp.Engine.Routing;
using OverlayIp.Engine.Tests.Fakes;

namespace OverlayIp.Engine.Tests.Routing;

public class RouteExecutorTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 16)]
    [InlineData(20, 16)]
    [InlineData(100, 16)]
    [InlineData(100, 32)]
    public void All_tables_are_switched_and_verified_in_three_round_trips(int latencyMilliseconds, int tables)
    {
        var scene = new RouteScene(tables) { Ec2 = { Latency = TimeSpan.FromMilliseconds(latencyMilliseconds) } };
        var started = scene.Ec2.Clock.GetUtcNow();

        var run = scene.Switch();

        Assert.Equal(TimeSpan.FromMilliseconds(3 * latencyMilliseconds), scene.Ec2.Clock.GetUtcNow() - started);
        Assert.Equal(TimeSpan.FromMilliseconds(2 * latencyMilliseconds), run.Elapsed);
        Assert.All(scene.Hops, hop => Assert.Equal(RouteScene.EniB, hop));
        Assert.True(run is { Succeeded: true, Cancelled: false });
    }

    [Fact]
    public void A_replaced_route_is_reported_with_where_it_pointed_and_where_it_points()
    {
        var scene = new RouteScene();

        var run = scene.Switch();
        var change = run.Reports[0].ToChange(run.Plan);

        Assert.Equal(
            new OverlayRouteChange
            {
                DestinationCidr = RouteScene.Address,
                RouteTableId = RouteScene.Table(1),
                VpcId = RouteScene.Vpc,
                Outcome = RouteChangeOutcome.Replaced,
                PreviousInstanceId = RouteScene.NodeA,
                PreviousNetworkInterfaceId = RouteScene.EniA,
                InstanceId = RouteScene.NodeB,
                NetworkInterfaceId = RouteScene.EniB,
                Verified = true,
                Attempts = 1,
                Elapsed = TimeSpan.FromMilliseconds(40),
                Region = "eu-central-1",
            },
            change);
    }

    [Fact]
    public void A_second_run_changes_nothing_and_says_so()
    {
        var scene = new RouteScene(3);
        scene.Switch();
        scene.Ec2.Calls.Clear();

        var again = scene.Switch();

        Assert.Equal("Unchanged Unchanged Unchanged", RouteScene.Outcomes(again));
        Assert.All(again.Reports, r => Assert.True(r is { Verified: true, Attempts: 0, Error: null }));
        Assert.Empty(scene.Ec2.Mutations);
        Assert.True(again.Succeeded);
    }

    [Fact]
    public void A_missing_route_is_created_beside_those_that_are_replaced()
    {
        var scene = new RouteScene(2);
        scene.Ec2.AddTable(RouteScene.Table(3), RouteScene.Vpc, "late", "10.0.0.0/16");

        var run = scene.Execute(scene.Plan(RouteScene.ToB(createMissing: true)));

        Assert.Equal("Replaced Replaced Created", RouteScene.Outcomes(run));
        Assert.All(scene.Hops, hop => Assert.Equal(RouteScene.EniB, hop));
    }

    [Fact]
    public void A_deleted_route_set_is_gone()
    {
        var scene = new RouteScene(3);

        var run = scene.Execute(scene.Plan(
            new RemoveRoutePlanRequest { Destination = RouteScene.Destination, Scope = new RouteScope { VpcId = RouteScene.Vpc } }));

        Assert.All(run.Reports, r => Assert.True(r is { Verified: true, Error: null, Route: null }));
        Assert.All(scene.Hops, Assert.Null);
        Assert.True(run.Succeeded);
    }

    [Fact]
    public void One_refused_table_does_not_keep_the_others_from_switching()
    {
        var scene = new RouteScene(3);
        scene.Ec2.Put(RouteScene.Table(2), FakeEc2.RouteTo(RouteScene.Address, r => r.TransitGatewayId = "tgw-1"));

        var run = scene.Switch();

        Assert.Equal("Replaced Failed Replaced", RouteScene.Outcomes(run));
        Assert.Equal("RouteTargetForeign", run.Reports[1].Error?.ErrorId);
        Assert.Equal("tgw-1", scene.Ec2.HopOf(RouteScene.Table(2), RouteScene.Address));
        Assert.False(run.Succeeded);
    }

    [Fact]
    public void One_denied_table_fails_alone_with_its_own_error()
    {
        var scene = new RouteScene(3);
        scene.Ec2.Faults.Add(new FakeFault { RouteTableId = RouteScene.Table(2), Error = Errors.Denied });

        var run = scene.Switch();

        Assert.Equal("Replaced Failed Replaced", RouteScene.Outcomes(run));
        var error = run.Reports[1].Error!;
        Assert.Equal(("AccessDenied", OverlayErrorKind.PermissionDenied, "UnauthorizedOperation", "req-0123"), (error.ErrorId, error.Kind, error.AwsErrorCode, error.RequestId));
        Assert.Equal(RouteScene.Table(2), error.Subject);
        Assert.Equal(1, run.Reports[1].Attempts);
        Assert.Equal(RouteScene.EniA, scene.Ec2.HopOf(RouteScene.Table(2), RouteScene.Address));
    }

    [Fact]
    public void A_table_that_was_deleted_meanwhile_fails_alone()
    {
        var scene = new RouteScene(2);
        var plan = scene.Plan(RouteScene.ToB());
        scene.Ec2.Tables.RemoveAt(0);

        var run = scene.Execute(plan);

        Assert.Equal("Failed Replaced", RouteScene.Outcomes(run));
        Assert.Equal("RouteTableNotFound", run.Reports[0].Error?.ErrorId);
    }

    [Theory]
    [InlineData("pl-0123abcd")]
    [InlineData("2001:db8::1/128")]
    [InlineData("10.3.0.0/24")]
    public void Every_kind_of_destination_can_be_created_switched_and_deleted(string text)
    {
        var scene = new RouteScene(2, routed: false);
        var destination = RouteDestination.Parse(text);
        var scope = new RouteScope { VpcId = RouteScene.Vpc };

        var created = scene.Execute(scene.Plan(
            new CreateRoutePlanRequest { Destination = destination, Scope = scope, Target = RouteTarget.NetworkInterface(RouteScene.EniA) }));
        var switched = scene.Execute(scene.Plan(RouteScene.ToB() with { Destination = destination }));

        Assert.Equal("Created Created", RouteScene.Outcomes(created));
        Assert.Equal("Replaced Replaced", RouteScene.Outcomes(switched));
        Assert.Equal(RouteScene.EniB, scene.Ec2.HopOf(RouteScene.Table(2), text));

        var removed = scene.Execute(scene.Plan(new RemoveRoutePlanRequest { Destination = destination, Scope = scope }));
        Assert.True(removed.Succeeded);
        Assert.Null(scene.Ec2.HopOf(RouteScene.Table(2), text));
    }

    [Fact]
    public void A_route_forced_onto_a_stopped_target_is_verified_as_the_blackhole_that_it_is()
    {
        var scene = new RouteScene();
        scene.Ec2.Instances[1].State!.Name = "stopped";

        var run = scene.Execute(scene.Plan(RouteScene.ToB(force: true)));

        Assert.Equal("Replaced Replaced", RouteScene.Outcomes(run));
        Assert.All(run.Reports, r => Assert.Equal(RouteState.Blackhole, r.Route?.State));
    }

    [Fact]
    public void A_target_that_stops_after_the_plan_is_reported_as_a_blackhole()
    {
        var scene = new RouteScene(1);
        var plan = scene.Plan(RouteScene.ToB());
        scene.Ec2.Instances[1].State!.Name = "stopped";

        var run = scene.Execute(plan);

        var report = Assert.Single(run.Reports);
        Assert.Equal((RouteChangeOutcome.Failed, "RouteNotVerified"), (report.Outcome, report.Error?.ErrorId));
        Assert.Contains($"{RouteScene.EniB} as a blackhole", report.Error!.Message, StringComparison.Ordinal);
    }
}
