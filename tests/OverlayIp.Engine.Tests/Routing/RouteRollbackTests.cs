using OverlayIp.Engine.Routing;
using OverlayIp.Engine.Tests.Fakes;

namespace OverlayIp.Engine.Tests.Routing;

public class RouteRollbackTests
{
    [Fact]
    public void Tables_that_were_switched_are_restored_when_another_failed()
    {
        var scene = new RouteScene(3);
        Deny(scene, 2);

        var run = scene.Switch(rollback: true);

        Assert.Equal("RolledBack Failed RolledBack", RouteScene.Outcomes(run));
        Assert.All(scene.Hops, hop => Assert.Equal(RouteScene.EniA, hop));
        Assert.Equal("AccessDenied", run.Reports[1].Error?.ErrorId);
        Assert.All(new[] { run.Reports[0], run.Reports[2] }, r =>
        {
            Assert.True(r is { Verified: true, Error: null, Attempts: 2 });
            Assert.Equal(RouteScene.EniA, r.Route?.NetworkInterfaceId);
        });
    }

    [Fact]
    public void Nothing_is_restored_unless_it_was_asked_for()
    {
        var scene = new RouteScene(2);
        Deny(scene, 2);

        Assert.Equal("Replaced Failed", RouteScene.Outcomes(scene.Switch()));
        Assert.Equal([RouteScene.EniB, RouteScene.EniA], scene.Hops);
    }

    [Fact]
    public void One_refused_table_keeps_all_others_from_being_tried()
    {
        var scene = new RouteScene(3);
        scene.Ec2.Put(RouteScene.Table(2), FakeEc2.RouteTo(RouteScene.Address, r => r.TransitGatewayId = "tgw-1"));

        var run = scene.Switch(rollback: true);

        Assert.Equal("NotAttempted Failed NotAttempted", RouteScene.Outcomes(run));
        Assert.Empty(scene.Ec2.Mutations);
        Assert.False(run.Succeeded);
    }

    public static TheoryData<string, Action<Amazon.EC2.Model.Route>> Hops => new()
    {
        { "tgw-1", r => r.TransitGatewayId = "tgw-1" },
        { "nat-1", r => r.NatGatewayId = "nat-1" },
        { "igw-1", r => r.GatewayId = "igw-1" },
        { "vpce-1", r => r.GatewayId = "vpce-1" },
        { "pcx-1", r => r.VpcPeeringConnectionId = "pcx-1" },
    };

    [Theory]
    [MemberData(nameof(Hops))]
    public void The_previous_hop_is_restored_whatever_its_kind(string id, Action<Amazon.EC2.Model.Route> hop)
    {
        var scene = new RouteScene(2);
        scene.Ec2.Put(RouteScene.Table(1), FakeEc2.RouteTo(RouteScene.Address, hop));
        var plan = scene.Plan(RouteScene.ToB(force: true));
        Deny(scene, 2);

        var run = scene.Execute(plan, rollback: true);

        Assert.Equal("RolledBack Failed", RouteScene.Outcomes(run));
        Assert.True(run.Reports[0].Verified);
        Assert.Equal(id, scene.Ec2.HopOf(RouteScene.Table(1), RouteScene.Address));
    }

    [Fact]
    public void A_Gateway_Load_Balancer_endpoint_is_restored_in_the_field_that_EC2_takes_it_in()
    {
        var scene = new RouteScene(2);
        scene.Ec2.Put(RouteScene.Table(1), FakeEc2.RouteTo(RouteScene.Address, r => r.GatewayId = "vpce-1"));
        var plan = scene.Plan(RouteScene.ToB(force: true));
        Deny(scene, 2);

        scene.Execute(plan, rollback: true);

        var restoring = Assert.IsType<Amazon.EC2.Model.ReplaceRouteRequest>(scene.Ec2.Mutations.Last().Request);
        Assert.Equal(("vpce-1", null), (restoring.VpcEndpointId, restoring.GatewayId));
    }

    [Fact]
    public void A_created_route_is_deleted_again()
    {
        var scene = new RouteScene(2, routed: false);
        var plan = scene.Plan(RouteScene.ToB(createMissing: true));
        Deny(scene, 2);

        var run = scene.Execute(plan, rollback: true);

        Assert.Equal("RolledBack Failed", RouteScene.Outcomes(run));
        Assert.True(run.Reports[0] is { Verified: true, Route: null });
        Assert.All(scene.Hops, Assert.Null);
    }

    [Fact]
    public void A_deleted_route_is_created_again()
    {
        var scene = new RouteScene(2);
        Deny(scene, 2);
        var plan = scene.Plan(new RemoveRoutePlanRequest { Destination = RouteScene.Destination, Scope = new RouteScope { VpcId = RouteScene.Vpc } });

        var run = scene.Execute(plan, rollback: true);

        Assert.Equal("RolledBack Failed", RouteScene.Outcomes(run));
        Assert.All(scene.Hops, hop => Assert.Equal(RouteScene.EniA, hop));
    }

    [Fact]
    public void A_change_whose_answer_was_lost_is_restored_too()
    {
        var scene = new RouteScene(2);
        scene.Ec2.Faults.Add(new FakeFault { Action = "ReplaceRoute", RouteTableId = RouteScene.Table(1), Times = 1, Error = Errors.Reset, AfterCarryingOut = true });
        scene.Ec2.Faults.Add(new FakeFault { Action = "ReplaceRoute", RouteTableId = RouteScene.Table(1), Times = 1, Error = Errors.Denied });
        Deny(scene, 2);

        var run = scene.Switch(rollback: true);

        Assert.Equal("RolledBack Failed", RouteScene.Outcomes(run));
        Assert.All(scene.Hops, hop => Assert.Equal(RouteScene.EniA, hop));
    }

    [Fact]
    public void A_rollback_that_fails_says_so_and_why()
    {
        var scene = new RouteScene(2);
        Deny(scene, 2);
        scene.Ec2.CarriedOut = call =>
        {
            if (call.Action == "ReplaceRoute")
            {
                scene.Ec2.Faults.Add(new FakeFault { Action = "ReplaceRoute", RouteTableId = RouteScene.Table(1), Error = Errors.Denied });
            }
        };

        var run = scene.Switch(rollback: true);

        Assert.Equal("Failed Failed", RouteScene.Outcomes(run));
        var error = run.Reports[0].Error!;
        Assert.Equal(("RollbackFailed", "UnauthorizedOperation"), (error.ErrorId, error.AwsErrorCode));
        Assert.Contains("not authorized", error.Message, StringComparison.Ordinal);
        Assert.Equal([RouteScene.EniB, RouteScene.EniA], scene.Hops);
        Assert.Equal(RouteScene.EniB, run.Reports[0].Route?.NetworkInterfaceId);
    }

    [Fact]
    public void A_previous_target_that_no_longer_exists_cannot_be_restored()
    {
        var scene = new RouteScene(2);
        scene.Ec2.Put(RouteScene.Table(1), FakeEc2.RouteTo(RouteScene.Address, _ => { }, state: "blackhole"));
        Deny(scene, 2);

        var run = scene.Switch(rollback: true);

        Assert.Equal("Failed Failed", RouteScene.Outcomes(run));
        Assert.Equal("RollbackFailed", run.Reports[0].Error?.ErrorId);
        Assert.Contains("no longer exists", run.Reports[0].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rollback_after_the_deadline_still_has_time_to_retry()
    {
        var scene = new RouteScene(2);
        scene.Ec2.Faults.Add(new FakeFault { Action = "ReplaceRoute", RouteTableId = RouteScene.Table(2), Error = Errors.Unavailable });
        var restoring = 0;
        scene.Ec2.Arriving = call =>
        {
            var replace = call.Request as Amazon.EC2.Model.ReplaceRouteRequest;
            if (call.RouteTableId == RouteScene.Table(1) && replace?.NetworkInterfaceId == RouteScene.EniA && restoring++ == 0)
            {
                scene.Ec2.Faults.Add(new FakeFault { RouteTableId = RouteScene.Table(1), Times = 3, Error = Errors.Unavailable });
            }

            return Task.CompletedTask;
        };

        var run = scene.Switch(rollback: true, timeout: TimeSpan.FromSeconds(6));

        Assert.Equal(RouteChangeOutcome.RolledBack, run.Reports[0].Outcome);
        Assert.All(scene.Hops, hop => Assert.Equal(RouteScene.EniA, hop));
    }

    [Fact]
    public void What_somebody_else_has_moved_meanwhile_is_left_to_them()
    {
        const string third = "eni-0000000c";
        var scene = new RouteScene(2);
        scene.Ec2.AddInstance("i-0000000c", RouteScene.Vpc, "running", third);
        Deny(scene, 2);
        scene.Ec2.CarriedOut = call =>
        {
            if (call.Action == "ReplaceRoute")
            {
                scene.Ec2.PutOverlay(RouteScene.Table(1), RouteScene.Address, third);
            }
        };

        var run = scene.Switch(rollback: true, timeout: TimeSpan.FromSeconds(6));

        Assert.Equal("Failed Failed", RouteScene.Outcomes(run));
        Assert.Equal("RouteNotVerified", run.Reports[0].Error?.ErrorId);
        Assert.Equal(third, scene.Ec2.HopOf(RouteScene.Table(1), RouteScene.Address));
    }

    [Fact]
    public void A_route_that_vanished_during_the_rollback_is_created_with_its_previous_hop()
    {
        var scene = new RouteScene(2);
        Deny(scene, 2);
        scene.Ec2.Arriving = call =>
        {
            if (call is { Action: "ReplaceRoute", Request: Amazon.EC2.Model.ReplaceRouteRequest { NetworkInterfaceId: RouteScene.EniA } })
            {
                scene.Ec2.Tables[0].Remove(RouteScene.Address, scene.Ec2.Clock.GetUtcNow());
            }

            return Task.CompletedTask;
        };

        var run = scene.Switch(rollback: true);

        Assert.Equal("RolledBack Failed", RouteScene.Outcomes(run));
        Assert.All(scene.Hops, hop => Assert.Equal(RouteScene.EniA, hop));
    }

    private static void Deny(RouteScene scene, int table) =>
        scene.Ec2.Faults.Add(new FakeFault { RouteTableId = RouteScene.Table(table), Error = Errors.Denied });
}
