using OverlayIp.Engine.Routing;
using OverlayIp.Engine.Tests.Fakes;

namespace OverlayIp.Engine.Tests.Routing;

public class RouteInventoryTests
{
    [Fact]
    public void The_next_page_is_asked_for_only_when_the_present_one_is_used_up()
    {
        var scene = new RouteScene(5) { Ec2 = { PageSize = 2 } };

        VirtualTime.Run(scene.Ec2.Clock, async () =>
        {
            var seen = 0;
            await foreach (var _ in new RouteInventory(scene.Ec2.Connect()).FindAsync(new RouteQuery(), CancellationToken.None))
            {
                Assert.Equal((seen++ / 2) + 1, scene.Ec2.Calls.Count);
            }

            Assert.Equal((5, 3), (seen, scene.Ec2.Calls.Count));
        });
    }

    [Fact]
    public void Whoever_stops_looking_costs_no_further_page()
    {
        var scene = new RouteScene(5) { Ec2 = { PageSize = 2 } };

        VirtualTime.Run(scene.Ec2.Clock, async () =>
        {
            await foreach (var _ in new RouteInventory(scene.Ec2.Connect()).FindAsync(new RouteQuery(), CancellationToken.None))
            {
                break;
            }
        });

        Assert.Single(scene.Ec2.Calls);
    }

    [Fact]
    public void A_route_is_shown_with_its_table_its_target_and_its_state()
    {
        var scene = new RouteScene(0);
        scene.Ec2.AddTable(RouteScene.Table(1), RouteScene.Vpc, "web", "10.0.0.0/16");
        scene.Ec2.PutOverlay(RouteScene.Table(1), RouteScene.Address, RouteScene.EniA);

        var route = Assert.Single(Find(scene, new RouteQuery()));

        Assert.Equal(
            new OverlayRoute
            {
                DestinationCidr = RouteScene.Address,
                RouteTableId = RouteScene.Table(1),
                RouteTableName = "web",
                VpcId = RouteScene.Vpc,
                InstanceId = RouteScene.NodeA,
                NetworkInterfaceId = RouteScene.EniA,
                State = RouteState.Active,
                Origin = "CreateRoute",
                OwnerId = "123456789012",
                Region = "eu-central-1",
                SubnetIds = route.SubnetIds,
            },
            route);
        Assert.Equal("10.2.0.1", route.Address);
    }

    [Fact]
    public void Only_routes_to_instances_and_interfaces_are_overlay_routes()
    {
        var scene = new RouteScene(1, routed: false);
        scene.Ec2.Put(RouteScene.Table(1), FakeEc2.RouteTo("0.0.0.0/0", r => r.GatewayId = "igw-1"));
        scene.Ec2.Put(RouteScene.Table(1), FakeEc2.RouteTo("10.9.0.0/16", r => r.TransitGatewayId = "tgw-1"));
        scene.Ec2.Put(RouteScene.Table(1), FakeEc2.RouteTo("10.8.0.0/16", r => r.GatewayId = "vgw-1", origin: "EnableVgwRoutePropagation"));
        scene.Ec2.Put(RouteScene.Table(1), FakeEc2.RouteTo("10.7.0.0/16", _ => { }, state: "blackhole"));
        scene.Ec2.PutOverlay(RouteScene.Table(1), "pl-0123abcd", RouteScene.EniA);
        scene.Ec2.PutOverlay(RouteScene.Table(1), "2001:db8::1/128", RouteScene.EniA);

        Assert.Equal(["10.7.0.0/16", "pl-0123abcd", "2001:db8::1/128"], Find(scene, new RouteQuery()).Select(r => r.DestinationCidr));
    }

    public static TheoryData<string, RouteQuery, string> Queries => new()
    {
        { "all", new RouteQuery(), "1a 1b 2a 3c" },
        { "destination", new RouteQuery { Destinations = [RouteScene.Destination] }, "1a 2a 3c" },
        { "destinations", new RouteQuery { Destinations = [RouteScene.Destination, RouteDestination.Parse("10.2.0.2")] }, "1a 1b 2a 3c" },
        { "destinations of two kinds", new RouteQuery { Destinations = [RouteDestination.Parse("10.2.0.2"), RouteDestination.Parse("pl-0123abcd")] }, "1b" },
        { "tables", new RouteQuery { RouteTableIds = [RouteScene.Table(1)] }, "1a 1b" },
        { "VPC", new RouteQuery { VpcIds = ["vpc-00000002"] }, "3c" },
        { "table in another VPC", new RouteQuery { VpcIds = ["vpc-00000002"], RouteTableIds = [RouteScene.Table(1)] }, "" },
        { "instance", new RouteQuery { InstanceIds = [RouteScene.NodeB] }, "1b" },
        { "interface", new RouteQuery { NetworkInterfaceIds = [RouteScene.EniA] }, "1a 2a" },
        { "instance or not that interface", new RouteQuery { InstanceIds = [RouteScene.NodeB], NetworkInterfaceIds = [RouteScene.EniA] }, "" },
        { "blackholes", new RouteQuery { State = RouteState.Blackhole }, "3c" },
        { "active", new RouteQuery { State = RouteState.Active, VpcIds = [RouteScene.Vpc] }, "1a 1b 2a" },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public void Every_restriction_must_hold(string _, RouteQuery query, string found)
    {
        var scene = new RouteScene(2);
        scene.Ec2.PutOverlay(RouteScene.Table(1), "10.2.0.2/32", RouteScene.EniB);
        scene.Ec2.AddInstance("i-0000000c", "vpc-00000002", "stopped", "eni-0000000c");
        scene.Ec2.AddTable(RouteScene.Table(3), "vpc-00000002", null, "10.9.0.0/16");
        scene.Ec2.PutOverlay(RouteScene.Table(3), RouteScene.Address, "eni-0000000c");

        Assert.Equal(found, string.Join(' ', Find(scene, query).Select(r => $"{r.RouteTableId[^1]}{r.NetworkInterfaceId![^1]}")));
    }

    [Fact]
    public void More_values_than_EC2_takes_in_filters_are_matched_here()
    {
        var scene = new RouteScene(2);
        var query = new RouteQuery
        {
            Destinations = [RouteScene.Destination, .. Enumerable.Range(0, 250).Select(i => RouteDestination.Parse($"10.3.0.{i}"))],
            VpcIds = [RouteScene.Vpc],
        };
        scene.Ec2.AddTable(RouteScene.Table(3), "vpc-00000002", null, "10.9.0.0/16");
        scene.Ec2.PutOverlay(RouteScene.Table(3), RouteScene.Address, "eni-0000000c");

        Assert.Equal([RouteScene.Table(1), RouteScene.Table(2)], Find(scene, query).Select(r => r.RouteTableId));
    }

    [Fact]
    public void An_unknown_table_among_several_is_the_subject_of_the_error()
    {
        var scene = new RouteScene(1);

        var error = Assert.Throws<OverlayIpException>(
            () => Find(scene, new RouteQuery { RouteTableIds = [RouteScene.Table(1), "rtb-0000dead"] }));

        Assert.Equal(("RouteTableNotFound", "rtb-0000dead"), (error.ErrorId, error.Subject));
    }

    [Fact]
    public void A_failure_between_pages_comes_after_the_routes_of_the_pages_before()
    {
        var scene = new RouteScene(3) { Ec2 = { PageSize = 2 } };
        var seen = new List<OverlayRoute>();

        var error = Assert.Throws<OverlayIpException>(() => VirtualTime.Run(scene.Ec2.Clock, async () =>
        {
            await foreach (var route in new RouteInventory(scene.Ec2.Connect()).FindAsync(new RouteQuery(), CancellationToken.None))
            {
                seen.Add(route);
                scene.Ec2.Faults.Add(new FakeFault { Error = Errors.Denied });
            }
        }));

        Assert.Equal(("AccessDenied", 2), (error.ErrorId, seen.Count));
    }

    [Fact]
    public void A_VPC_that_does_not_exist_is_an_error_after_what_does()
    {
        var scene = new RouteScene(2);
        var seen = new List<OverlayRoute>();

        var error = Assert.Throws<OverlayIpException>(() => VirtualTime.Run(scene.Ec2.Clock, async () =>
        {
            var query = new RouteQuery { VpcIds = [RouteScene.Vpc, "vpc-0000000f"] };
            await foreach (var route in new RouteInventory(scene.Ec2.Connect()).FindAsync(query, CancellationToken.None))
            {
                seen.Add(route);
            }
        }));

        Assert.Equal(("VpcNotFound", "vpc-0000000f"), (error.ErrorId, error.Subject));
        Assert.NotEmpty(seen);
    }

    private static List<OverlayRoute> Find(RouteScene scene, RouteQuery query) => VirtualTime.Run(scene.Ec2.Clock, async () =>
    {
        var routes = new List<OverlayRoute>();
        await foreach (var route in new RouteInventory(scene.Ec2.Connect()).FindAsync(query, CancellationToken.None))
        {
            routes.Add(route);
        }

        return routes;
    });
}
