using Moq;
using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Failover;
using OverlayIp.Engine.Routing;
using OverlayIp.Engine.Tests.Fakes;
using OverlayIp.Engine.Tests.Routing;

namespace OverlayIp.Engine.Tests.Failover;

/// <summary>Node B takes over from node A.</summary>
public class NodeFailoverTests
{
    private static readonly NodeIdentity NodeB = new()
    {
        InstanceId = RouteScene.NodeB,
        NetworkInterfaceId = RouteScene.EniB,
        VpcId = RouteScene.Vpc,
        Region = "eu-central-1",
        IsThisInstance = true,
    };

    private readonly RouteScene _scene = new();
    private readonly Mock<ILocalAddressManager> _addresses = new(MockBehavior.Strict);
    private readonly Mock<INodeLocator> _locator = new();

    public NodeFailoverTests() =>
        _locator.Setup(l => l.LocateAsync(It.IsAny<string?>(), It.IsAny<CancellationToken>())).ReturnsAsync(NodeB);

    private static RouteSet Set => new() { Destination = RouteScene.Destination };

    private static RouteSet SetWithAddress => Set with { Address = new RouteSetAddress { InterfaceName = "eth0" } };

    [Fact]
    public void All_route_tables_point_to_this_node_after_three_round_trips()
    {
        var result = TakeOver(Set);

        Assert.True(result.Succeeded);
        Assert.Equal("Replaced Replaced", RouteScene.Outcomes(result.Execution!));
        Assert.All(_scene.Hops, hop => Assert.Equal(RouteScene.EniB, hop));
        Assert.Equal(3 * _scene.Ec2.Latency, _scene.Ec2.Clock.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Creating_missing_routes_takes_no_longer_since_the_node_knows_its_VPC()
    {
        _scene.Ec2.AddTable(RouteScene.Table(9), RouteScene.Vpc);

        var result = TakeOver(Set with { CreateMissing = true });

        Assert.Equal("Replaced Replaced Created", RouteScene.Outcomes(result.Execution!));
        Assert.Equal(3 * _scene.Ec2.Latency, _scene.Ec2.Clock.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Taking_over_again_changes_nothing()
    {
        TakeOver(Set);
        var before = _scene.Ec2.Mutations.Count();
        var result = TakeOver(Set);
        Assert.True(result.Succeeded);
        Assert.Equal("Unchanged Unchanged", RouteScene.Outcomes(result.Execution!));
        Assert.Equal(before, _scene.Ec2.Mutations.Count());
    }

    [Fact]
    public void The_address_is_there_before_any_route_is_moved()
    {
        var mutationsBefore = -1;
        AllowAddress(() => mutationsBefore = _scene.Ec2.Mutations.Count());

        var result = TakeOver(SetWithAddress);

        Assert.Equal(0, mutationsBefore);
        Assert.Equal(("10.2.0.1", true), (result.Address?.Address, result.Address?.Changed));
        Assert.True(result.Succeeded);
    }

    [Fact]
    public void Routes_stay_when_the_address_cannot_be_set()
    {
        AllowAddress(() => throw new OverlayIpException("AddressPermissionDenied", OverlayErrorKind.PermissionDenied, "No."));

        var result = TakeOver(SetWithAddress);

        Assert.Equal("AddressPermissionDenied", result.Error?.ErrorId);
        Assert.False(result.Succeeded);
        Assert.Empty(_scene.Ec2.Mutations);
    }

    [Fact]
    public void The_address_stays_away_when_a_guard_refuses_every_route()
    {
        AllowAddress(() => throw new InvalidOperationException("It must not be set."));

        var result = TakeOver(SetWithAddress with { From = RouteTarget.Instance("i-00000099") });

        Assert.All(result.Execution!.Reports, r => Assert.Equal("UnexpectedTarget", r.Error?.ErrorId));
        Assert.Null(result.Address);
    }

    [Fact]
    public void An_address_that_another_interface_has_is_left_there()
    {
        _addresses.Setup(a => a.GetAsync(It.IsAny<AddressQuery>(), It.IsAny<CancellationToken>())).ReturnsAsync([Address("lo", changed: false)]);
        _addresses.Setup(a => a.ApplyAsync(It.Is<AddressPlan>(p => p.IsNoOp), It.IsAny<CancellationToken>()))
            .ReturnsAsync((AddressPlan plan, CancellationToken _) => plan.Present!);

        var result = TakeOver(Set with { Address = new RouteSetAddress() });

        Assert.Equal(("lo", false), (result.Address?.InterfaceName, result.Address?.Changed));
        Assert.True(result.Succeeded);
    }

    [Fact]
    public void A_source_destination_check_that_is_on_is_refused_unless_forced()
    {
        _scene.Ec2.Interfaces.Single(i => i.NetworkInterfaceId == RouteScene.EniB).SourceDestCheck = true;
        Assert.Equal("TargetCheckEnabled", TakeOver(Set).Error?.ErrorId);
        Assert.Empty(_scene.Ec2.Mutations);
        Assert.True(TakeOver(Set with { Force = true }).Succeeded);
    }

    [Fact]
    public void An_outage_while_planning_is_waited_out()
    {
        _scene.Ec2.Faults.Add(new FakeFault { Times = 12, Error = Errors.Unavailable });
        Assert.True(TakeOver(Set).Succeeded);
    }

    [Fact]
    public void A_lasting_outage_is_given_up_with_its_own_error()
    {
        _scene.Ec2.Faults.Add(new FakeFault { Error = Errors.Unavailable });
        var result = TakeOver(Set);
        Assert.Equal("ServiceUnavailable", result.Error?.ErrorId);
        Assert.InRange(_scene.Ec2.Clock.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(61));
    }

    [Fact]
    public void A_missing_permission_is_not_tried_again()
    {
        _scene.Ec2.Faults.Add(new FakeFault { Action = "DescribeRouteTables", Error = Errors.Denied });
        Assert.Equal("AccessDenied", TakeOver(Set).Error?.ErrorId);
        Assert.Single(_scene.Ec2.Calls, c => c.Action == "DescribeRouteTables");
    }

    [Fact]
    public void A_node_that_boots_is_waited_for_since_it_is_this_one()
    {
        var instance = _scene.Ec2.Instances.Single(i => i.InstanceId == RouteScene.NodeB);
        instance.State!.Name = "pending";
        _scene.Ec2.Arriving = call =>
        {
            if (_scene.Ec2.Calls.Count > 5)
                instance.State.Name = "running";
            return Task.CompletedTask;
        };
        Assert.True(TakeOver(Set).Succeeded);
    }

    [Fact]
    public void A_node_that_was_only_named_and_does_not_run_is_refused_at_once()
    {
        _scene.Ec2.Instances.Single(i => i.InstanceId == RouteScene.NodeB).State!.Name = "stopped";
        _locator.Setup(l => l.LocateAsync(It.IsAny<string?>(), It.IsAny<CancellationToken>())).ReturnsAsync(new NodeIdentity { InstanceId = RouteScene.NodeB });
        Assert.Equal("TargetNotRunning", TakeOver(Set).Error?.ErrorId);
    }

    [Fact]
    public void An_outage_that_begins_with_the_change_leaves_a_report_for_each_route_table()
    {
        _scene.Ec2.Faults.Add(new FakeFault { Action = "ReplaceRoute", RouteTableId = RouteScene.Table(2), Error = Errors.Unavailable });
        var result = TakeOver(Set);
        Assert.Equal("Replaced Failed", RouteScene.Outcomes(result.Execution!));
        Assert.Equal("ServiceUnavailable", result.Execution!.Reports[1].Error?.ErrorId);
        Assert.False(result.Succeeded);
    }

    [Fact]
    public void A_table_that_another_node_took_meanwhile_is_taken_again()
    {
        AfterChanges(2, () => _scene.Ec2.PutOverlay(RouteScene.Table(1), RouteScene.Address, RouteScene.EniA));
        var result = TakeOver(Set);
        Assert.True(result.Succeeded);
        Assert.Equal([2, 1], result.Execution!.Reports.Select(r => r.Attempts));
        Assert.All(_scene.Hops, hop => Assert.Equal(RouteScene.EniB, hop));
    }

    [Fact]
    public void Tables_that_another_node_took_meanwhile_all_of_them_are_left_to_it()
    {
        AfterChanges(2, () =>
        {
            foreach (var table in _scene.Ec2.Tables)
                _scene.Ec2.PutOverlay(table.Id, RouteScene.Address, RouteScene.EniA);
        });
        var result = TakeOver(Set);
        Assert.All(result.Execution!.Reports, r => Assert.Equal(("RouteNotVerified", 1), (r.Error?.ErrorId, r.Attempts)));
        Assert.All(_scene.Hops, hop => Assert.Equal(RouteScene.EniA, hop));
    }

    [Fact]
    public void A_table_is_not_taken_again_when_a_newer_call_wants_something_else()
    {
        AfterChanges(2, () => _scene.Ec2.PutOverlay(RouteScene.Table(1), RouteScene.Address, RouteScene.EniA));
        var failover = new NodeFailover(_locator.Object, (_, _) => Task.FromResult(_scene.Ec2.Connect()), null, _scene.Ec2.Clock)
        {
            Confirm = _ => throw new OverlayIpException("Superseded", OverlayErrorKind.Refused, "No."),
        };
        var result = VirtualTime.Run(_scene.Ec2.Clock, () => failover.TakeOverAsync([Set], TimeSpan.FromSeconds(60), SilentObserver.Instance, default))[0];
        Assert.Equal("Superseded", result.Error?.ErrorId);
        Assert.Equal([RouteScene.EniA, RouteScene.EniB], _scene.Hops);
    }

    [Fact]
    public void One_route_set_that_fails_does_not_stop_another()
    {
        var results = TakeOverAll(Set, Set with { Destination = RouteDestination.Parse("10.9.9.9") });
        Assert.True(results[0].Succeeded);
        Assert.Equal("RouteNotFound", results[1].Error?.ErrorId);
    }

    [Fact]
    public void One_interface_that_is_not_found_does_not_stop_the_others()
    {
        _locator.Setup(l => l.LocateAsync("eth9", It.IsAny<CancellationToken>())).ThrowsAsync(new OverlayIpException("InterfaceNotFound", OverlayErrorKind.NotFound, "No."));
        var results = TakeOverAll(Set with { Destination = RouteDestination.Parse("10.9.9.9"), Interface = "eth9" }, Set);
        Assert.Equal("InterfaceNotFound", results[0].Error?.ErrorId);
        Assert.True(results[1].Succeeded);
    }

    [Fact]
    public void A_node_that_is_not_found_at_all_is_an_error_of_the_whole_takeover()
    {
        _locator.Setup(l => l.LocateAsync(It.IsAny<string?>(), It.IsAny<CancellationToken>())).ThrowsAsync(new OverlayIpException("InstanceMetadataUnreachable", OverlayErrorKind.Unavailable, "No."));
        Assert.Equal("InstanceMetadataUnreachable", Assert.Throws<OverlayIpException>(() => TakeOver(Set)).ErrorId);
    }

    [Fact]
    public void A_takeover_that_is_stopped_reports_instead_of_throwing()
    {
        using var source = new CancellationTokenSource();
        _scene.Ec2.Arriving = call =>
        {
            if (call.Action == "DescribeRouteTables")
                source.Cancel();
            return Task.CompletedTask;
        };
        var result = TakeOverAll(source.Token, Set)[0];
        Assert.True(result.Cancelled);
        Assert.Null(result.Execution);
    }

    [Fact]
    public void A_plan_changes_nothing()
    {
        _addresses.Setup(a => a.GetAsync(It.IsAny<AddressQuery>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);
        var result = VirtualTime.Run(_scene.Ec2.Clock, () => Failover().PlanAsync([SetWithAddress], default))[0];
        Assert.All(result.Plan!.Steps, s => Assert.Equal(RouteStepAction.Replace, s.Action));
        Assert.Null(result.Address);
        Assert.Empty(_scene.Ec2.Mutations);
    }

    [Fact]
    public async Task An_address_that_is_not_there_is_released_already()
    {
        _addresses.Setup(a => a.PlanRemoveAsync(It.IsAny<RemoveRequest>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new OverlayIpException("AddressNotFound", OverlayErrorKind.NotFound, "No."));
        Assert.Null(await new NodeAddress(_addresses.Object).RemoveAsync(CidrBlock.Parse("10.2.0.1/32"), null, default));
    }

    private static OverlayAddress Address(string interfaceName, bool changed) =>
        new() { Address = "10.2.0.1", PrefixLength = 32, InterfaceName = interfaceName, Changed = changed };

    private void AllowAddress(Action applying)
    {
        var plan = new AddressPlan
        {
            Kind = AddressPlanKind.Add,
            Address = RouteScene.Destination.Cidr!,
            InterfaceName = "eth0",
            Commands = [new ProcessCommand("ip", [])],
            Description = "",
        };
        _addresses.Setup(a => a.PlanAddAsync(It.Is<AddRequest>(r => r.InterfaceName == "eth0"), It.IsAny<CancellationToken>())).ReturnsAsync(plan);
        _addresses.Setup(a => a.ApplyAsync(plan, It.IsAny<CancellationToken>())).ReturnsAsync(() =>
        {
            applying();
            return Address("eth0", changed: true);
        });
    }

    private void AfterChanges(int count, Action then) => _scene.Ec2.CarriedOut = call =>
    {
        if (call.IsMutating && --count == 0)
            then();
    };

    private NodeFailover Failover() => new(_locator.Object, (_, _) => Task.FromResult(_scene.Ec2.Connect()), _addresses.Object, _scene.Ec2.Clock);

    private RouteSetTakeover TakeOver(RouteSet set) => TakeOverAll(set)[0];

    private IReadOnlyList<RouteSetTakeover> TakeOverAll(params RouteSet[] sets) => TakeOverAll(default, sets);

    private IReadOnlyList<RouteSetTakeover> TakeOverAll(CancellationToken cancellationToken, params RouteSet[] sets) =>
        VirtualTime.Run(_scene.Ec2.Clock, () => Failover().TakeOverAsync(sets, TimeSpan.FromSeconds(60), SilentObserver.Instance, cancellationToken));
}
