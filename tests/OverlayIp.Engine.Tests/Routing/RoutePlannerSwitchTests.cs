using OverlayIp.Engine.Routing;
using OverlayIp.Engine.Tests.Fakes;

namespace OverlayIp.Engine.Tests.Routing;

public class RoutePlannerSwitchTests
{
    private const string OtherVpc = "vpc-00000002";

    [Fact]
    public void Tables_and_target_are_asked_for_at_the_same_time()
    {
        var scene = new RouteScene(16);
        var both = new TaskCompletionSource();
        var arrived = 0;

        // Neither call is answered before the other has arrived.
        scene.Ec2.Arriving = _ =>
        {
            if (++arrived == 2)
            {
                both.SetResult();
            }

            return both.Task;
        };

        Assert.Equal(16, scene.Plan(RouteScene.ToB()).Steps.Count);
        Assert.Equal(2, scene.Ec2.Calls.Count);
    }

    [Fact]
    public void An_interface_as_target_takes_one_round_trip_as_well()
    {
        var scene = new RouteScene(2);
        var started = scene.Ec2.Clock.GetUtcNow();

        var plan = scene.Plan(RouteScene.ToB() with { Target = RouteTarget.NetworkInterface(RouteScene.EniB) });

        Assert.Equal(scene.Ec2.Latency, scene.Ec2.Clock.GetUtcNow() - started);
        Assert.Equal((RouteScene.NodeB, "running"), (plan.Target?.InstanceId, plan.Target?.InstanceState));
    }

    [Fact]
    public void Named_tables_are_planned_and_no_others()
    {
        var scene = new RouteScene(3);

        var plan = scene.Plan(RouteScene.ToB() with
        {
            Scope = new RouteScope { RouteTableIds = [RouteScene.Table(3), RouteScene.Table(1), RouteScene.Table(3)] },
        });

        Assert.Equal([RouteScene.Table(3), RouteScene.Table(1)], plan.Steps.Select(s => s.RouteTableId));
    }

    [Fact]
    public void Without_a_scope_the_tables_of_the_targets_VPC_that_have_the_route_are_meant()
    {
        var scene = new RouteScene(2);
        scene.Ec2.AddTable(RouteScene.Table(3), RouteScene.Vpc, null, "10.0.0.0/16");
        scene.Ec2.AddTable(RouteScene.Table(4), OtherVpc, null, "10.9.0.0/16");
        scene.Ec2.PutOverlay(RouteScene.Table(4), RouteScene.Address, "eni-00000009");

        var plan = scene.Plan(RouteScene.ToB(vpc: null));

        Assert.Equal([RouteScene.Table(1), RouteScene.Table(2)], plan.Steps.Select(s => s.RouteTableId));
    }

    [Fact]
    public void Without_a_scope_CreateMissing_means_every_table_of_the_targets_VPC()
    {
        var scene = new RouteScene(2);
        scene.Ec2.AddTable(RouteScene.Table(3), RouteScene.Vpc, null, "10.0.0.0/16");
        scene.Ec2.AddTable(RouteScene.Table(4), OtherVpc, null, "10.9.0.0/16");

        var plan = scene.Plan(RouteScene.ToB(createMissing: true, vpc: null));

        Assert.Equal(
            [RouteStepAction.Replace, RouteStepAction.Replace, RouteStepAction.Create], plan.Steps.Select(s => s.Action));
    }

    [Fact]
    public void A_table_that_has_the_destination_only_by_propagation_is_not_of_the_route_set()
    {
        var scene = new RouteScene(1);
        scene.Ec2.AddTable(RouteScene.Table(2), RouteScene.Vpc, null, "10.0.0.0/16");
        scene.Ec2.Put(RouteScene.Table(2), Propagated());

        Assert.Equal([RouteScene.Table(1)], scene.Plan(RouteScene.ToB()).Steps.Select(s => s.RouteTableId));
    }

    [Fact]
    public void A_static_route_wins_over_a_propagated_one_of_the_same_destination()
    {
        var scene = new RouteScene(1);
        scene.Ec2.Put(RouteScene.Table(1), Propagated());

        var step = Assert.Single(scene.Plan(RouteScene.ToB()).Steps);

        Assert.Equal((RouteStepAction.Replace, RouteScene.EniA), (step.Action, step.Previous?.Id));
    }

    [Fact]
    public void A_target_is_sent_as_the_interface_that_it_has()
    {
        var plan = new RouteScene().Plan(RouteScene.ToB());

        Assert.Equal(
            new ResolvedTarget
            {
                NetworkInterfaceId = RouteScene.EniB,
                InstanceId = RouteScene.NodeB,
                InstanceState = "running",
                VpcId = RouteScene.Vpc,
                SourceDestCheck = false,
            },
            plan.Target);
    }

    [Fact]
    public void The_right_instance_behind_the_wrong_interface_is_replaced()
    {
        var scene = new RouteScene(1);
        const string old = "eni-0000000f";
        scene.Ec2.AddInterface(old, RouteScene.Vpc);
        scene.Ec2.Put(RouteScene.Table(1), FakeEc2.RouteTo(RouteScene.Address, r =>
        {
            r.NetworkInterfaceId = old;
            r.InstanceId = RouteScene.NodeB;
        }));

        Assert.Equal(RouteStepAction.Replace, scene.Plan(RouteScene.ToB()).Steps[0].Action);
    }

    [Fact]
    public void A_blackhole_that_names_no_hop_is_still_an_overlay_route()
    {
        var scene = new RouteScene(1);
        scene.Ec2.Put(RouteScene.Table(1), FakeEc2.RouteTo(RouteScene.Address, _ => { }, state: "blackhole"));

        Assert.Equal(RouteStepAction.Replace, scene.Plan(RouteScene.ToB()).Steps[0].Action);
    }

    [Theory]
    [InlineData(RouteScene.NodeA, true)]
    [InlineData(RouteScene.EniA, true)]
    [InlineData("i-0000000f", false)]
    [InlineData("eni-0000000f", false)]
    public void From_lets_only_tables_pass_that_still_point_there(string from, bool passes)
    {
        var scene = new RouteScene(1);

        var step = Assert.Single(scene.Plan(RouteScene.ToB(from: from)).Steps);

        Assert.Equal(passes ? RouteStepAction.Replace : RouteStepAction.Refuse, step.Action);
        if (!passes)
        {
            Assert.Equal(("UnexpectedTarget", OverlayErrorKind.Refused), (step.Refusal?.ErrorId, step.Refusal!.Kind));
            Assert.Contains($"{RouteScene.NodeA} ({RouteScene.EniA})", step.Refusal.Message, StringComparison.Ordinal);
            Assert.Contains(from, step.Refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Force_does_not_lift_From()
    {
        var step = Assert.Single(new RouteScene(1).Plan(RouteScene.ToB(from: "i-0000000f", force: true)).Steps);

        Assert.Equal("UnexpectedTarget", step.Refusal?.ErrorId);
    }

    public static TheoryData<string, Action<Amazon.EC2.Model.Route>> ForeignHops => new()
    {
        { "tgw-1", r => r.TransitGatewayId = "tgw-1" },
        { "nat-1", r => r.NatGatewayId = "nat-1" },
        { "igw-1", r => r.GatewayId = "igw-1" },
        { "vgw-1", r => r.GatewayId = "vgw-1" },
        { "vpce-1", r => r.GatewayId = "vpce-1" },
        { "pcx-1", r => r.VpcPeeringConnectionId = "pcx-1" },
        { "eigw-1", r => r.EgressOnlyInternetGatewayId = "eigw-1" },
        { "lgw-1", r => r.LocalGatewayId = "lgw-1" },
        { "cagw-1", r => r.CarrierGatewayId = "cagw-1" },
        { "arn:core", r => r.CoreNetworkArn = "arn:core" },
        { "arn:odb", r => r.OdbNetworkArn = "arn:odb" },
        { "a kind that is not known", _ => { } },
    };

    [Theory]
    [MemberData(nameof(ForeignHops))]
    public void A_route_to_anything_else_is_refused_unless_forced(string name, Action<Amazon.EC2.Model.Route> hop)
    {
        var scene = new RouteScene(1);
        scene.Ec2.Put(RouteScene.Table(1), FakeEc2.RouteTo(RouteScene.Address, hop));

        var step = Assert.Single(scene.Plan(RouteScene.ToB()).Steps);

        Assert.Equal(("RouteTargetForeign", OverlayErrorKind.Refused), (step.Refusal?.ErrorId, step.Refusal!.Kind));
        Assert.Contains(name, step.Refusal.Message, StringComparison.Ordinal);
        Assert.Contains("-Force", step.Refusal.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(RouteStepAction.Replace, scene.Plan(RouteScene.ToB(force: true)).Steps[0].Action);
        Assert.Empty(scene.Ec2.Mutations);
    }

    [Theory]
    [InlineData("local")]
    [InlineData("middlebox")]
    public void The_local_route_is_refused_even_when_forced(string kind)
    {
        var scene = new RouteScene(1);
        if (kind == "middlebox")
        {
            scene.Ec2.Put(
                RouteScene.Table(1), FakeEc2.RouteTo("10.0.0.0/16", r => r.NetworkInterfaceId = RouteScene.EniA, origin: "CreateRouteTable"));
        }

        var step = Assert.Single(scene.Plan(RouteScene.ToB(force: true) with { Destination = RouteDestination.Parse("10.0.0.0/16") }).Steps);

        Assert.Equal(("RouteIsLocal", OverlayErrorKind.Refused), (step.Refusal?.ErrorId, step.Refusal!.Kind));
    }

    [Fact]
    public void A_table_without_the_route_is_refused_and_told_of_CreateMissing()
    {
        var scene = new RouteScene(1);
        scene.Ec2.AddTable(RouteScene.Table(2), RouteScene.Vpc, "web", "10.0.0.0/16");

        var plan = scene.Plan(RouteScene.ToB() with { Scope = new RouteScope { RouteTableIds = [RouteScene.Table(1), RouteScene.Table(2)] } });

        Assert.Equal([RouteStepAction.Replace, RouteStepAction.Refuse], plan.Steps.Select(s => s.Action));
        var refusal = plan.Steps[1].Refusal!;
        Assert.Equal(("RouteNotFound", RouteScene.Table(2)), (refusal.ErrorId, refusal.Subject));
        Assert.Contains($"{RouteScene.Table(2)} (web)", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("-CreateMissing", refusal.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_another_VPC_is_refused_unless_forced()
    {
        var scene = new RouteScene(1);
        scene.Ec2.AddTable(RouteScene.Table(2), OtherVpc, null, "10.9.0.0/16");
        scene.Ec2.PutOverlay(RouteScene.Table(2), RouteScene.Address, "eni-00000009");
        var request = RouteScene.ToB() with { Scope = new RouteScope { RouteTableIds = [RouteScene.Table(1), RouteScene.Table(2)] } };

        var refusal = scene.Plan(request).Steps[1].Refusal!;

        Assert.Equal("TargetInOtherVpc", refusal.ErrorId);
        Assert.Contains(RouteScene.Vpc, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(OtherVpc, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(RouteStepAction.Replace, scene.Plan(request with { Force = true }).Steps[1].Action);
    }

    [Fact]
    public void Host_bits_are_cleared_before_the_route_is_looked_for()
    {
        var scene = new RouteScene(1, routed: false);
        scene.Ec2.PutOverlay(RouteScene.Table(1), "100.68.0.0/18", RouteScene.EniA);

        var plan = scene.Plan(RouteScene.ToB() with { Destination = RouteDestination.Parse("100.68.0.18/18") });

        Assert.Equal(RouteStepAction.Replace, Assert.Single(plan.Steps).Action);
    }

    private static Amazon.EC2.Model.Route Propagated() =>
        FakeEc2.RouteTo(RouteScene.Address, r => r.GatewayId = "vgw-1", origin: "EnableVgwRoutePropagation");
}
