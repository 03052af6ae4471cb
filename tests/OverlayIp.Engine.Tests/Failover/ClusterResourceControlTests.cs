using Moq;
using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Failover;
using OverlayIp.Engine.Tests.Fakes;
using OverlayIp.Engine.Tests.Routing;

namespace OverlayIp.Engine.Tests.Failover;

/// <summary>Node B starts the resource, which runs on node A.</summary>
public class ClusterResourceControlTests
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
    private readonly Mock<ILocalAddressManager> _addresses = new();
    private readonly Mock<INodeLocator> _locator = new();
    private readonly List<ConnectionSettings> _connections = [];

    public ClusterResourceControlTests()
    {
        _locator.Setup(l => l.LocateAsync("eth0", It.IsAny<CancellationToken>())).ReturnsAsync(NodeB);
        var plan = new AddressPlan { Kind = AddressPlanKind.Add, Address = RouteScene.Destination.Cidr!, InterfaceName = "eth0", Commands = [], Description = "" };
        _addresses.Setup(a => a.PlanAddAsync(It.Is<AddRequest>(r => r.Force && r.Label == "eth0:ovip"), It.IsAny<CancellationToken>())).ReturnsAsync(plan);
        _addresses.Setup(a => a.ApplyAsync(plan, It.IsAny<CancellationToken>())).ReturnsAsync(Address("eth0", 32));
        Have();
    }

    private static ClusterResource Resource => new()
    {
        Address = RouteScene.Destination.Cidr!,
        RouteTables = [new ClusterRouteTable(RouteScene.Table(1), null), new ClusterRouteTable(RouteScene.Table(2), null)],
        InterfaceName = "eth0",
        Label = "eth0:ovip",
    };

    [Fact]
    public void A_start_takes_three_round_trips_and_asks_for_nothing_but_route_tables()
    {
        var result = Assert.Single(Start(Resource));
        Assert.True(result.Succeeded);
        Assert.All(_scene.Hops, hop => Assert.Equal(RouteScene.EniB, hop));
        Assert.Equal(["DescribeRouteTables", "ReplaceRoute", "ReplaceRoute", "DescribeRouteTables"], _scene.Ec2.Calls.Select(c => c.Action));
        Assert.Equal("eu-central-1", Assert.Single(_connections).Region);
    }

    [Fact]
    public void A_route_that_is_moved_away_meanwhile_is_replaced_again_long_before_time_is_up()
    {
        var replaced = 0;
        _scene.Ec2.CarriedOut = call =>
        {
            if (call.Action == "ReplaceRoute" && ++replaced == 2)
                _scene.Ec2.PutOverlay(RouteScene.Table(1), RouteScene.Address, RouteScene.EniA);
        };
        var before = _scene.Ec2.Clock.GetUtcNow();

        Assert.True(Assert.Single(Start(Resource)).Succeeded);

        Assert.All(_scene.Hops, hop => Assert.Equal(RouteScene.EniB, hop));
        Assert.InRange(_scene.Ec2.Clock.GetUtcNow() - before, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void An_outage_that_lasts_for_most_of_the_time_is_waited_out()
    {
        var healed = _scene.Ec2.Clock.GetUtcNow() + TimeSpan.FromSeconds(120);
        var outage = new FakeFault { Action = "ReplaceRoute", Error = Errors.Unavailable };
        _scene.Ec2.Faults.Add(outage);
        _scene.Ec2.Arriving = _ =>
        {
            if (_scene.Ec2.Clock.GetUtcNow() > healed)
                _scene.Ec2.Faults.Remove(outage);

            return Task.CompletedTask;
        };
        Assert.True(Assert.Single(Start(Resource)).Succeeded);
    }

    [Fact]
    public void Tables_of_another_role_are_changed_when_the_address_is_there()
    {
        var resource = Resource with { RouteTables = [new ClusterRouteTable(RouteScene.Table(1), null), new ClusterRouteTable(RouteScene.Table(2), "arn:aws:iam::123456789012:role/x")] };
        Assert.All(Start(resource), result => Assert.True(result.Succeeded));
        Assert.Equal([null, "arn:aws:iam::123456789012:role/x"], _connections.Select(c => c.RoleArn));
        _addresses.Verify(a => a.ApplyAsync(It.IsAny<AddressPlan>(), It.IsAny<CancellationToken>()), Times.Once());
    }

    [Fact]
    public void Tables_of_another_role_are_left_alone_when_the_address_cannot_be_set()
    {
        _addresses.Setup(a => a.ApplyAsync(It.IsAny<AddressPlan>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new OverlayIpException("AddressPermissionDenied", OverlayErrorKind.PermissionDenied, "No."));
        var resource = Resource with { RouteTables = [new ClusterRouteTable(RouteScene.Table(1), null), new ClusterRouteTable(RouteScene.Table(2), "arn:aws:iam::123456789012:role/x")] };
        Assert.Equal("AddressPermissionDenied", Assert.Single(Start(resource)).Error?.ErrorId);
        Assert.Empty(_scene.Ec2.Mutations);
    }

    [Theory]
    [InlineData(RouteScene.EniA, false)]
    [InlineData(RouteScene.EniB, true)]
    public void A_check_compares_every_route_with_this_node(string second, bool isRunning)
    {
        Have(Address("eth0", 32));
        _scene.Ec2.PutOverlay(RouteScene.Table(1), RouteScene.Address, RouteScene.EniB);
        _scene.Ec2.PutOverlay(RouteScene.Table(2), RouteScene.Address, second);
        var check = Check(TimeSpan.FromSeconds(10));
        Assert.Equal((isRunning, 2), (check.IsRunning, check.Routes.Count));
    }

    [Fact]
    public void A_check_gives_up_on_an_API_that_is_out_and_goes_by_the_address()
    {
        Have(Address("eth0", 32));
        _scene.Ec2.Faults.Add(new FakeFault { Error = Errors.Unavailable });
        var check = Check(TimeSpan.FromSeconds(10));
        Assert.True(check.IsRunning);
        Assert.Equal(OverlayErrorKind.Unavailable, check.RoutesUnknown?.Kind);
    }

    [Fact]
    public void The_interfaces_own_address_is_none_that_a_cluster_moves()
    {
        Have(Address("eth0", 20));
        _addresses.Setup(a => a.PlanRemoveAsync(It.IsAny<RemoveRequest>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new OverlayIpException("AddressNotUsable", OverlayErrorKind.Refused, "It is the interface's own."));
        Assert.False(Check(null).IsRunning);
        Assert.Empty(VirtualTime.Run(_scene.Ec2.Clock, () => Control().StopAsync(RouteScene.Destination.Cidr!, default)));
        _addresses.Verify(a => a.ApplyAsync(It.IsAny<AddressPlan>(), It.IsAny<CancellationToken>()), Times.Never());
    }

    [Fact]
    public void A_stop_takes_the_address_off_every_interface()
    {
        Have(Address("eth0", 32), Address("eth1", 32));
        _addresses.Setup(a => a.PlanRemoveAsync(It.IsAny<RemoveRequest>(), It.IsAny<CancellationToken>())).ReturnsAsync((RemoveRequest r, CancellationToken _) =>
            new AddressPlan { Kind = AddressPlanKind.Remove, Address = r.Address, InterfaceName = r.InterfaceName!, Commands = [], Description = "" });
        _addresses.Setup(a => a.ApplyAsync(It.Is<AddressPlan>(p => p.Kind == AddressPlanKind.Remove), It.IsAny<CancellationToken>()))
            .ReturnsAsync((AddressPlan plan, CancellationToken _) => Address(plan.InterfaceName, 32));
        var removed = VirtualTime.Run(_scene.Ec2.Clock, () => Control().StopAsync(RouteScene.Destination.Cidr!, default));
        Assert.Equal(["eth0", "eth1"], removed.Select(a => a.InterfaceName));
    }

    private static OverlayAddress Address(string interfaceName, int prefixLength) =>
        new() { Address = "10.2.0.1", PrefixLength = prefixLength, InterfaceName = interfaceName };

    private void Have(params OverlayAddress[] present)
    {
        _addresses.Setup(a => a.GetAsync(It.IsAny<AddressQuery>(), It.IsAny<CancellationToken>())).ReturnsAsync(present);
        _addresses.Setup(a => a.PlanRemoveAsync(It.IsAny<RemoveRequest>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new OverlayIpException("AddressNotFound", OverlayErrorKind.NotFound, "No."));
    }

    private ClusterResourceControl Control() => new(
        _locator.Object,
        (settings, _) =>
        {
            _connections.Add(settings);
            return Task.FromResult(_scene.Ec2.Connect());
        },
        _addresses.Object,
        _scene.Ec2.Clock);

    private IReadOnlyList<RouteSetTakeover> Start(ClusterResource resource) =>
        VirtualTime.Run(_scene.Ec2.Clock, () => Control().StartAsync(resource, TimeSpan.FromSeconds(180), SilentObserver.Instance, default));

    private ClusterResourceCheck Check(TimeSpan? patience) =>
        VirtualTime.Run(_scene.Ec2.Clock, () => Control().CheckAsync(Resource, patience, default));
}
