using OverlayIp.Engine.Routing;
using OverlayIp.Engine.Tests.Fakes;

namespace OverlayIp.Engine.Tests.Routing;

public class RoutePlannerCreateRemoveTests
{
    [Fact]
    public void Creating_is_planned_per_table_by_what_is_there()
    {
        var scene = new RouteScene(3);
        scene.Ec2.PutOverlay(RouteScene.Table(2), RouteScene.Address, RouteScene.EniB);
        scene.Ec2.Tables[2].Remove(RouteScene.Address, scene.Ec2.Clock.GetUtcNow());

        var plan = scene.Plan(Creating());

        Assert.Equal([RouteStepAction.Refuse, RouteStepAction.None, RouteStepAction.Create], plan.Steps.Select(s => s.Action));
        var refusal = plan.Steps[0].Refusal!;
        Assert.Equal(("RouteAlreadyExists", OverlayErrorKind.AlreadyExists), (refusal.ErrorId, refusal.Kind));
        Assert.Contains(RouteScene.EniA, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("-Force", refusal.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Creating_by_force_replaces_what_is_there()
    {
        var scene = new RouteScene(2);
        scene.Ec2.Put(RouteScene.Table(2), FakeEc2.RouteTo(RouteScene.Address, r => r.TransitGatewayId = "tgw-1"));

        var plan = scene.Plan(Creating() with { Force = true });

        Assert.All(plan.Steps, s => Assert.Equal(RouteStepAction.Replace, s.Action));
    }

    [Fact]
    public void Creating_beside_a_propagated_route_is_allowed()
    {
        var scene = new RouteScene(1, routed: false);
        scene.Ec2.Put(
            RouteScene.Table(1), FakeEc2.RouteTo(RouteScene.Address, r => r.GatewayId = "vgw-1", origin: "EnableVgwRoutePropagation"));

        Assert.Equal(RouteStepAction.Create, Assert.Single(scene.Plan(Creating()).Steps).Action);
    }

    [Fact]
    public void Creating_only_warns_of_the_source_destination_check()
    {
        var scene = new RouteScene(1, routed: false);
        scene.Ec2.Interfaces[1].SourceDestCheck = true;

        var plan = scene.Plan(Creating());

        Assert.Contains("Disable-SourceDestCheck", Assert.Single(plan.Warnings), StringComparison.Ordinal);
        Assert.Equal(RouteStepAction.Create, plan.Steps[0].Action);
    }

    [Fact]
    public void Creating_in_a_table_of_another_VPC_is_refused()
    {
        var scene = new RouteScene(1, routed: false);
        scene.Ec2.AddTable(RouteScene.Table(2), "vpc-00000002", null, "10.9.0.0/16");

        var plan = scene.Plan(Creating() with { Scope = new RouteScope { RouteTableIds = [RouteScene.Table(1), RouteScene.Table(2)] } });

        Assert.Equal("TargetInOtherVpc", plan.Steps[1].Refusal?.ErrorId);
    }

    [Fact]
    public void Creating_takes_one_round_trip_to_plan()
    {
        var scene = new RouteScene(4, routed: false);
        var started = scene.Ec2.Clock.GetUtcNow();

        scene.Plan(Creating());

        Assert.Equal(scene.Ec2.Latency, scene.Ec2.Clock.GetUtcNow() - started);
    }

    [Fact]
    public void Removing_is_planned_per_table_by_what_is_there()
    {
        var scene = new RouteScene(3);
        scene.Ec2.Put(RouteScene.Table(2), FakeEc2.RouteTo(RouteScene.Address, r => r.NatGatewayId = "nat-1"));
        scene.Ec2.Tables[2].Remove(RouteScene.Address, scene.Ec2.Clock.GetUtcNow());

        var plan = scene.Plan(Removing() with { Scope = new RouteScope { RouteTableIds = [.. scene.Ec2.Tables.Select(t => t.Id)] } });

        Assert.Equal([RouteStepAction.Delete, RouteStepAction.Refuse, RouteStepAction.Refuse], plan.Steps.Select(s => s.Action));
        Assert.Equal(["RouteTargetForeign", "RouteNotFound"], plan.Steps.Skip(1).Select(s => s.Refusal?.ErrorId));
        Assert.Equal(RouteScene.EniA, plan.Steps[0].PreviousRoute?.NetworkInterfaceId);
    }

    [Fact]
    public void Removing_from_a_VPC_means_the_tables_that_have_the_route()
    {
        var scene = new RouteScene(2);
        scene.Ec2.AddTable(RouteScene.Table(3), RouteScene.Vpc, null, "10.0.0.0/16");

        Assert.Equal(2, scene.Plan(Removing()).Steps.Count);
    }

    [Fact]
    public void Removing_what_no_table_has_is_an_error()
    {
        var error = Assert.Throws<OverlayIpException>(() => new RouteScene(2, routed: false).Plan(Removing()));

        Assert.Equal("RouteNotFound", error.ErrorId);
        Assert.Contains(RouteScene.Vpc, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Removing_the_local_route_is_refused()
    {
        var scene = new RouteScene(1);

        var step = Assert.Single(scene.Plan(Removing() with { Destination = RouteDestination.Parse("10.0.0.0/16") }).Steps);

        Assert.Equal("RouteIsLocal", step.Refusal?.ErrorId);
    }

    private static CreateRoutePlanRequest Creating() => new()
    {
        Destination = RouteScene.Destination,
        Scope = new RouteScope { VpcId = RouteScene.Vpc },
        Target = RouteTarget.Instance(RouteScene.NodeB),
    };

    private static RemoveRoutePlanRequest Removing() =>
        new() { Destination = RouteScene.Destination, Scope = new RouteScope { VpcId = RouteScene.Vpc } };
}
