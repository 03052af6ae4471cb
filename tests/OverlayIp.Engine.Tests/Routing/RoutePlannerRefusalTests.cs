using OverlayIp.Engine.Routing;
using OverlayIp.Engine.Tests.Fakes;

namespace OverlayIp.Engine.Tests.Routing;

/// <summary>What refuses a plan as a whole: each by its id, by what it names, and with nothing changed.</summary>
public class RoutePlannerRefusalTests
{
    private const string Lost = "rtb-0000dead";

    [Theory]
    [InlineData("stopped", false, "TargetNotRunning", "stopped")]
    [InlineData("stopping", false, "TargetNotRunning", "stopping")]
    [InlineData("pending", false, "TargetNotRunning", "pending")]
    [InlineData("running", true, "TargetCheckEnabled", "Disable-SourceDestCheck -NetworkInterfaceId eni-0000000b")]
    public void An_unfit_target_is_refused_unless_forced(string state, bool check, string errorId, string words)
    {
        var scene = new RouteScene();
        scene.Ec2.Instances[1].State!.Name = state;
        scene.Ec2.Interfaces[1].SourceDestCheck = check;

        var error = Refused(scene, () => scene.Plan(RouteScene.ToB()), errorId, OverlayErrorKind.Refused);

        Assert.Contains(words, $"{error.Message} {error.RecommendedAction}", StringComparison.Ordinal);
        Assert.Contains(RouteScene.NodeB, error.Message, StringComparison.Ordinal);
        Assert.Equal(RouteScene.NodeB, error.Subject);
        var forced = scene.Plan(RouteScene.ToB(force: true));
        Assert.All(forced.Steps, s => Assert.Equal(RouteStepAction.Replace, s.Action));
        Assert.Equal(check ? 1 : 0, forced.Warnings.Count);
    }

    [Fact]
    public void An_unattached_interface_is_refused_unless_forced()
    {
        var scene = new RouteScene();
        scene.Ec2.AddInterface("eni-0000000c", RouteScene.Vpc);
        var request = RouteScene.ToB() with { Target = RouteTarget.NetworkInterface("eni-0000000c") };

        var error = Refused(scene, () => scene.Plan(request), "TargetNotAttached", OverlayErrorKind.Refused);

        Assert.Equal("eni-0000000c", error.Subject);
        Assert.Equal(RouteStepAction.Replace, scene.Plan(request with { Force = true }).Steps[0].Action);
    }

    [Fact]
    public void An_interface_whose_instance_cannot_be_seen_is_not_called_unattached()
    {
        var scene = new RouteScene();
        scene.Ec2.AddInterface("eni-0000000c", RouteScene.Vpc, "i-0000000c");

        var error = Refused(
            scene,
            () => scene.Plan(RouteScene.ToB() with { Target = RouteTarget.NetworkInterface("eni-0000000c") }),
            "TargetNotRunning",
            OverlayErrorKind.Refused);

        Assert.Contains("i-0000000c", error.Message, StringComparison.Ordinal);
        Assert.Contains("DescribeInstances does not show", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminated_instance_is_refused_even_when_forced()
    {
        var scene = new RouteScene();
        scene.Ec2.AddInstance("i-0000000c", RouteScene.Vpc, "terminated");

        var error = Refused(
            scene,
            () => scene.Plan(RouteScene.ToB(force: true) with { Target = RouteTarget.Instance("i-0000000c") }),
            "TargetNotRunning",
            OverlayErrorKind.Refused);

        Assert.Contains("terminated", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_instance_with_several_interfaces_is_refused_and_they_are_listed()
    {
        var scene = new RouteScene();
        scene.Ec2.AddInstance("i-0000000c", RouteScene.Vpc, "running", "eni-000000c0", "eni-000000c1");
        var request = RouteScene.ToB() with { Target = RouteTarget.Instance("i-0000000c") };

        var error = Refused(scene, () => scene.Plan(request), "TargetHasSeveralInterfaces", OverlayErrorKind.InvalidArgument);

        Assert.Contains("eni-000000c0, eni-000000c1", error.Message, StringComparison.Ordinal);
        Assert.Contains("-NetworkInterfaceId", error.RecommendedAction, StringComparison.Ordinal);
        var named = scene.Plan(request with { Target = RouteTarget.NetworkInterface("eni-000000c1") });
        Assert.Equal(("eni-000000c1", "i-0000000c"), (named.Target?.NetworkInterfaceId, named.Target?.InstanceId));
    }

    [Theory]
    [InlineData("i-0000dead", "InstanceNotFound")]
    [InlineData("eni-0000dead", "NetworkInterfaceNotFound")]
    public void An_unknown_target_is_named(string id, string errorId)
    {
        var scene = new RouteScene();

        var error = Refused(
            scene, () => scene.Plan(RouteScene.ToB() with { Target = RouteTarget.Parse(id) }), errorId, OverlayErrorKind.NotFound);

        Assert.Equal(id, error.Subject);
        Assert.Contains(id, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_table_is_named_among_several()
    {
        var scene = new RouteScene();

        var error = Refused(
            scene,
            () => scene.Plan(RouteScene.ToB() with { Scope = new RouteScope { RouteTableIds = [RouteScene.Table(1), Lost] } }),
            "RouteTableNotFound",
            OverlayErrorKind.NotFound);

        Assert.Equal(Lost, error.Subject);
        Assert.Contains(Lost, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_another_VPC_than_the_one_given_is_named()
    {
        var scene = new RouteScene();
        scene.Ec2.AddTable(Lost, "vpc-00000002", null, "10.9.0.0/16");

        var error = Refused(
            scene,
            () => scene.Plan(RouteScene.ToB() with { Scope = new RouteScope { VpcId = RouteScene.Vpc, RouteTableIds = [RouteScene.Table(1), Lost] } }),
            "RouteTableNotFound",
            OverlayErrorKind.NotFound);

        Assert.Equal($"The VPC '{RouteScene.Vpc}' has no route table '{Lost}'.", error.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_unknown_VPC_is_named(bool createMissing)
    {
        var scene = new RouteScene();

        var error = Refused(
            scene,
            () => scene.Plan(RouteScene.ToB(createMissing, vpc: "vpc-0000dead")),
            createMissing ? "VpcNotFound" : "RouteNotFound",
            OverlayErrorKind.NotFound);

        Assert.Contains("vpc-0000dead", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_destination_that_no_table_has_is_named()
    {
        var scene = new RouteScene(2, routed: false);

        var error = Refused(scene, () => scene.Plan(RouteScene.ToB(vpc: null)), "RouteNotFound", OverlayErrorKind.NotFound);

        Assert.Equal(RouteScene.Address, error.Subject);
        Assert.Contains("-CreateMissing", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_destination_that_only_other_VPCs_have_is_refused_with_their_names()
    {
        var scene = new RouteScene(1, routed: false);
        scene.Ec2.AddTable(RouteScene.Table(2), "vpc-00000002", null, "10.9.0.0/16");
        scene.Ec2.PutOverlay(RouteScene.Table(2), RouteScene.Address, "eni-00000009");

        var error = Refused(scene, () => scene.Plan(RouteScene.ToB(vpc: null)), "TargetInOtherVpc", OverlayErrorKind.Refused);

        Assert.Contains("vpc-00000002", error.Message, StringComparison.Ordinal);
        Assert.Contains(RouteScene.Vpc, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.7", "DestinationInsideVpc", "10.0.0.0/16")]
    [InlineData("10.0.0.0/16", "DestinationInsideVpc", "10.0.0.0/16")]
    [InlineData("10.0.0.0/8", "DestinationContainsVpc", "10.0.0.0/16")]
    [InlineData("0.0.0.0/0", "DestinationContainsVpc", "10.0.0.0/16")]
    [InlineData("100.64.3.4", "DestinationInsideVpc", "100.64.0.0/20")]
    [InlineData("2001:db8:1::5", "DestinationInsideVpc", "2001:db8:1::/56")]
    [InlineData("2001:db8::/32", "DestinationContainsVpc", "2001:db8:1::/56")]
    public void A_destination_that_collides_with_any_block_of_the_VPC_cannot_be_created(string destination, string errorId, string block)
    {
        var scene = new RouteScene(0);
        scene.Ec2.AddTable(RouteScene.Table(1), RouteScene.Vpc, null, "10.0.0.0/16", "100.64.0.0/20", "2001:db8:1::/56");
        var parsed = RouteDestination.Parse(destination);

        var error = Refused(scene, () => scene.Plan(Creating() with { Destination = parsed }), errorId, OverlayErrorKind.InvalidArgument);

        Assert.Contains(block, error.Message, StringComparison.Ordinal);
        Assert.Contains(RouteScene.Vpc, error.Message, StringComparison.Ordinal);
        Assert.Equal(parsed.ToString(), error.Subject);
        if (parsed.ToString() != block)
        {
            Refused(scene, () => scene.Plan(RouteScene.ToB(createMissing: true) with { Destination = parsed }), errorId, OverlayErrorKind.InvalidArgument);
        }
    }

    [Theory]
    [InlineData("10.1.0.0")]
    [InlineData("100.64.16.0")]
    [InlineData("2001:db8:2::1")]
    [InlineData("pl-0123abcd")]
    public void A_destination_beside_every_block_of_the_VPC_can_be_created(string destination)
    {
        var scene = new RouteScene(0);
        scene.Ec2.AddTable(RouteScene.Table(1), RouteScene.Vpc, null, "10.0.0.0/16", "100.64.0.0/20", "2001:db8:1::/56");

        var plan = scene.Plan(Creating() with { Destination = RouteDestination.Parse(destination) });

        Assert.Equal(RouteStepAction.Create, Assert.Single(plan.Steps).Action);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("remove")]
    public void A_missing_scope_is_refused_before_anything_is_asked(string verb)
    {
        var scene = new RouteScene();
        Action plan = verb == "create"
            ? () => scene.Plan(Creating() with { Scope = new RouteScope() })
            : () => scene.Plan(new RemoveRoutePlanRequest { Destination = RouteScene.Destination, Scope = new RouteScope() });

        var error = Refused(scene, plan, "ScopeMissing", OverlayErrorKind.InvalidArgument);

        Assert.Empty(scene.Ec2.Calls);
        Assert.Contains("-VpcId", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DescribeRouteTables")]
    [InlineData("DescribeInstances")]
    public void Being_denied_to_look_is_reported_as_that(string action)
    {
        var scene = new RouteScene();
        scene.Ec2.Faults.Add(new FakeFault { Action = action, Error = Errors.Denied });

        Refused(scene, () => scene.Plan(RouteScene.ToB()), "AccessDenied", OverlayErrorKind.PermissionDenied);
    }

    private static CreateRoutePlanRequest Creating() => new()
    {
        Destination = RouteScene.Destination,
        Scope = new RouteScope { VpcId = RouteScene.Vpc },
        Target = RouteTarget.Instance(RouteScene.NodeB),
    };

    private static OverlayIpException Refused(RouteScene scene, Action plan, string errorId, OverlayErrorKind kind)
    {
        var error = Assert.Throws<OverlayIpException>(plan);
        Assert.Equal((errorId, kind), (error.ErrorId, error.Kind));
        Assert.Empty(scene.Ec2.Mutations);
        return error;
    }
}
