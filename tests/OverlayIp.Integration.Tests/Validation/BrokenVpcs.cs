using OverlayIp.Engine.Validation;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Integration.Tests.Validation;

/// <summary>The table of broken VPCs: what an operator meets, one fault each, then two at a time.</summary>
internal static partial class BrokenVpcs
{
    public static IReadOnlyList<BrokenVpc> All { get; } = [.. Routes(), .. Nodes(), .. Addresses(), .. Filters(), .. Ipv6(), .. Several(), .. Outside()];

    private static IEnumerable<BrokenVpc> Routes() =>
    [
        new("the clients' route table lacks the route", "RouteInEveryTable", vpc => vpc.UnrouteAsync(vpc.Main)),
        new("the route table of the other node's subnet lacks the route", "RouteInEveryTable", vpc => vpc.UnrouteAsync(vpc.TableB)),
        new("no route table has the route", "RouteInEveryTable", async vpc =>
        {
            foreach (var table in vpc.Tables)
            {
                await vpc.UnrouteAsync(table);
            }
        }),
        new("a subnet got a new route table without the route", "RouteInEveryTable", async vpc =>
            await vpc.DoAsync("AssociateRouteTable", ("RouteTableId", await vpc.CreateTableAsync()), ("SubnetId", vpc.Client.SubnetId))),
        new("another route table became the main one", "RouteInEveryTable", async vpc =>
        {
            var main = await vpc.DoAsync("DescribeRouteTables", ("RouteTableId.1", vpc.Main));
            await vpc.DoAsync(
                "ReplaceRouteTableAssociation", ("AssociationId", main.Text("routeTableAssociationId")!), ("RouteTableId", await vpc.CreateTableAsync()));
        }),
        new("the route leads to an internet gateway", "RouteInEveryTable", async vpc =>
        {
            await vpc.UnrouteAsync(vpc.Main);
            await vpc.RouteToGatewayAsync(vpc.Main, await vpc.GatewayAsync(), vpc.Destination);
        }),
        new("the default route takes the packets", "RouteInEveryTable", async vpc =>
        {
            await vpc.UnrouteAsync(vpc.Main);
            await vpc.RouteToGatewayAsync(vpc.Main, await vpc.GatewayAsync(), "0.0.0.0/0");
        }),
        new("only a wider route covers the address", "", async vpc =>
        {
            await vpc.UnrouteAsync(vpc.Main);
            await vpc.RouteAsync(vpc.Main, vpc.A.NetworkInterfaceId, "10.2.0.0/24");
        }) { Warns = "RouteInEveryTable" },
        new("the clients' route table points to the other node", "TablesAgree", vpc => vpc.MoveAsync(vpc.Main, vpc.B.NetworkInterfaceId)),
        new("one of the other route tables points to the other node", "TablesAgree", vpc => vpc.MoveAsync(vpc.TableB, vpc.B.NetworkInterfaceId)),
        new("a route table that no subnet uses points to the other node", "TablesAgree", async vpc => await vpc.RouteAsync(await vpc.CreateTableAsync(), vpc.B.NetworkInterfaceId)),
        new("a longer prefix leads a part of the block to the other node", "NotShadowed", async vpc =>
        {
            await BlockAsync(vpc);
            await vpc.RouteAsync(vpc.Main, vpc.B.NetworkInterfaceId, "10.3.0.128/25");
        }) { Ask = (_, request) => request with { Destinations = [RouteDestination.Parse("10.3.0.0/24")] }, NoPackets = "A block is no address on a node." },
        new("a longer prefix leads a part of the block to the internet", "NotShadowed", async vpc =>
        {
            await BlockAsync(vpc);
            await vpc.RouteToGatewayAsync(vpc.Main, await vpc.GatewayAsync(), "10.3.0.7/32");
        }) { Ask = (_, request) => request with { Destinations = [RouteDestination.Parse("10.3.0.0/24")] }, NoPackets = "A block is no address on a node." },
        new("a static route wins over the prefix list's", "NotShadowed", async vpc =>
        {
            var list = vpc.Made["list"] = await vpc.PrefixListAsync(4, "10.4.0.1/32", "10.4.0.2/32");
            foreach (var table in vpc.Tables)
            {
                await vpc.UnrouteAsync(table);
                await vpc.RouteAsync(table, vpc.A.NetworkInterfaceId, list);
            }

            await vpc.RouteAsync(vpc.Main, vpc.B.NetworkInterfaceId, "10.4.0.2/32");
        })
        {
            Ask = (vpc, request) => request with { Destinations = [RouteDestination.Parse(vpc.Made["list"])] },
            NoPackets = "A prefix list is no address on a node.",
        },
        new("a route table is nearly full", "", async vpc => await vpc.RouteAsync(vpc.Main, vpc.B.NetworkInterfaceId, await vpc.PrefixListAsync(460)))
        {
            Warns = "RouteQuota",
            NotMended = "The lab has no Service Quotas.",
        },
        new("a route table lacks the route and is full", "RouteInEveryTable RouteQuota", async vpc =>
        {
            await vpc.UnrouteAsync(vpc.Main);
            await vpc.RouteAsync(vpc.Main, vpc.B.NetworkInterfaceId, await vpc.PrefixListAsync(500));
        }) { NotMended = "The lab has no Service Quotas." },
    ];

    private static IEnumerable<BrokenVpc> Nodes() =>
    [
        new("the target is stopped", "RouteActive TargetRunning", vpc => vpc.StopAsync(vpc.A)),
        new("the target was terminated", "RouteActive TargetRunning", vpc => vpc.TerminateAsync(vpc.A)) { Ask = (vpc, request) => request with { Candidates = [RouteTarget.Instance(vpc.B.InstanceId)] } },
        new("the target is stopped, and nobody could take over", "RouteActive TargetRunning", vpc => vpc.StopAsync(vpc.A)) { Ask = (_, request) => request with { Candidates = [] } },
        new("the target's interface was detached", "RouteActive TargetRunning", async vpc =>
        {
            var eni = await vpc.CreateInterfaceAsync(vpc.A);
            var attachment = await vpc.AttachAsync(eni, vpc.A);
            foreach (var table in vpc.Tables)
            {
                await vpc.MoveAsync(table, eni);
            }

            await vpc.DoAsync("DetachNetworkInterface", ("AttachmentId", attachment));
        }),
        new("the routes point to an interface of no instance", "RouteActive TargetRunning", async vpc =>
        {
            var eni = await vpc.CreateInterfaceAsync(vpc.B);
            foreach (var table in vpc.Tables)
            {
                await vpc.MoveAsync(table, eni);
            }
        }),
        new("the other node is stopped", "CandidateRunning", vpc => vpc.StopAsync(vpc.B)) { NoPackets = "It is one of those who ask." },
        new("the other node was terminated", "CandidateRunning", vpc => vpc.TerminateAsync(vpc.B)) { NoPackets = "It is one of those who ask." },
        new("a candidate does not exist", "CandidateRunning", _ => Task.CompletedTask)
        {
            Ask = (_, request) => request with { Candidates = [RouteTarget.Instance("i-0123456789abcdef0")] },
        },
        new("a candidate lies in another VPC", "CandidateInVpc", async vpc =>
        {
            var other = (await vpc.DoAsync("CreateVpc", ("CidrBlock", "10.77.0.0/16"))).Text("vpcId")!;
            var subnet = (await vpc.DoAsync("CreateSubnet", ("VpcId", other), ("CidrBlock", "10.77.1.0/24"))).Text("subnetId")!;
            vpc.Made["stranger"] = (await vpc.DoAsync(
                "RunInstances", ("ImageId", Lab.Tests.Support.TestVpc.Image), ("MinCount", "1"), ("MaxCount", "1"), ("SubnetId", subnet))).Text("instanceId")!;
            await vpc.UntilAsync(vpc.Made["stranger"], "running");
        })
        {
            Ask = (vpc, request) => request with { Candidates = [RouteTarget.Instance(vpc.Made["stranger"])] },
        },
        new("a candidate has two interfaces", "", async vpc => await vpc.AttachAsync(await vpc.CreateInterfaceAsync(vpc.B), vpc.B)) { Warns = "OneInterface" },
        new("the target's check is enabled", "SourceDestCheckOff", vpc => vpc.SetCheckAsync(vpc.A, true)),
        new("the other node's check is enabled", "SourceDestCheckOff", vpc => vpc.SetCheckAsync(vpc.B, true)),
        new("both checks are enabled", "SourceDestCheckOff", async vpc =>
        {
            await vpc.SetCheckAsync(vpc.A, true);
            await vpc.SetCheckAsync(vpc.B, true);
        }),
        new("this identity may not switch", "MaySwitch", vpc =>
        {
            vpc.Lab.Server.SetFault(new OverlayLabFault { DeniedActions = ["ReplaceRoute"] });
            return Task.CompletedTask;
        }) { NotMended = "The remedy is a policy for a person to attach." },
        new("this identity may not create the missing route", "MaySwitch RouteInEveryTable", async vpc =>
        {
            await vpc.UnrouteAsync(vpc.Main);
            vpc.Lab.Server.SetFault(new OverlayLabFault { DeniedActions = ["CreateRoute"] });
        }) { NotMended = "The remedy is a policy for a person to attach." },
    ];

    private static IEnumerable<BrokenVpc> Addresses() =>
    [
        new("the address lies inside the VPC", "OutsideVpc", _ => Task.CompletedTask)
        {
            Ask = (_, request) => request with { Destinations = [RouteDestination.Parse("10.0.1.77")] },
            NotMended = "Another address is for a person to choose.",
            NoPackets = "It is an address of the subnet.",
        },
        new("the block contains the VPC", "OutsideVpc RouteInEveryTable", _ => Task.CompletedTask)
        {
            Ask = (_, request) => request with { Destinations = [RouteDestination.Parse("10.0.0.0/8")] },
            NotMended = "Another block is for a person to choose.",
            NoPackets = "A block is no address on a node.",
        },
        new("the address lies inside a peered VPC", "OutsidePeers", async vpc =>
        {
            var peer = (await vpc.DoAsync("CreateVpc", ("CidrBlock", "10.2.0.0/16"))).Text("vpcId")!;
            var peering = (await vpc.DoAsync("CreateVpcPeeringConnection", ("VpcId", vpc.VpcId), ("PeerVpcId", peer))).Text("vpcPeeringConnectionId")!;
            await vpc.DoAsync("AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", peering));
        }) { NotMended = "Another address is for a person to choose." },
        new("the address lies inside a VPC at the same transit gateway", "OutsidePeers", async vpc =>
        {
            var other = (await vpc.DoAsync("CreateVpc", ("CidrBlock", "10.2.0.0/16"))).Text("vpcId")!;
            var subnet = (await vpc.DoAsync("CreateSubnet", ("VpcId", other), ("CidrBlock", "10.2.7.0/24"))).Text("subnetId")!;
            var gateway = (await vpc.DoAsync("CreateTransitGateway")).Text("transitGatewayId")!;
            await UntilAsync(vpc, "DescribeTransitGateways", "available");
            await vpc.DoAsync("CreateTransitGatewayVpcAttachment", ("TransitGatewayId", gateway), ("VpcId", vpc.VpcId), ("SubnetIds.1", vpc.A.SubnetId));
            await vpc.DoAsync("CreateTransitGatewayVpcAttachment", ("TransitGatewayId", gateway), ("VpcId", other), ("SubnetIds.1", subnet));
            await UntilAsync(vpc, "DescribeTransitGatewayVpcAttachments", "available");
        }) { NotMended = "Another address is for a person to choose." },
    ];

    private static async Task BlockAsync(OverlayVpc vpc)
    {
        foreach (var table in vpc.Tables)
        {
            await vpc.RouteAsync(table, vpc.A.NetworkInterfaceId, "10.3.0.0/24");
        }
    }

    private static Task UntilAsync(OverlayVpc vpc, string action, string state) => Until.TrueAsync(
        async () => (await vpc.DoAsync(action)).Texts("state").All(shown => shown == state), OverlayVpc.Patience, () => $"{action} did not show {state}.");
}
