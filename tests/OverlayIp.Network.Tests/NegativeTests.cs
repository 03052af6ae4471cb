using OverlayIp.Lab.Tests.Support;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.Network.Tests;

/// <summary>Each condition that must hold for an overlay address: without it no packet arrives, with it they do again.</summary>
public class NegativeTests
{
    [SkippableFact]
    public async Task With_the_check_enabled_no_packet_arrives()
    {
        await using var lab = await Networked.StartAsync();
        await lab.OfferAsync(lab.NodeA);
        await lab.SetCheckAsync(lab.NodeA, true);
        Assert.False(await lab.ReachesAsync(lab.Client, Networked.Overlay));
        Assert.True(await lab.ReachesAsync(lab.Client, lab.NodeA.PrivateIpAddress));
        await lab.SetCheckAsync(lab.NodeA, false);
        Assert.True(await lab.ReachesAsync(lab.Client, Networked.Overlay));
    }

    [SkippableFact]
    public async Task Without_the_address_on_the_node_nobody_answers()
    {
        await using var lab = await Networked.StartAsync();
        await lab.OfferAsync(lab.NodeA);
        await lab.DoAsync(lab.NodeA, $"ip address delete {Networked.Overlay}/32 dev eth0");
        Assert.False(await lab.ReachesAsync(lab.Client, Networked.Overlay));
        await lab.DoAsync(lab.NodeA, $"ip address add {Networked.Overlay}/32 dev lo");
        Assert.True(await lab.ReachesAsync(lab.Client, Networked.Overlay));
    }

    [SkippableFact]
    public async Task A_closed_security_group_lets_nothing_in_but_answers()
    {
        await using var lab = await Networked.StartAsync();
        await lab.OfferAsync(lab.NodeA);
        var closed = await lab.CreateGroupAsync("closed");
        await lab.SetGroupsAsync(lab.NodeA, closed);
        Assert.False(await lab.ReachesAsync(lab.Client, Networked.Overlay));
        Assert.False(await lab.ReachesAsync(lab.Client, lab.NodeA.PrivateIpAddress));
        // The group lets everything out, and what answers it comes back.
        Assert.True(await lab.ReachesAsync(lab.NodeA, lab.Client.PrivateIpAddress));

        await lab.AllowAsync(closed, "icmp", -1, -1, "10.0.11.0/24");
        Assert.True(await lab.ReachesAsync(lab.Client, Networked.Overlay));
        Assert.False(await lab.ReachesAsync(lab.NodeB, Networked.Overlay));
    }

    [SkippableFact]
    public async Task A_subnet_whose_table_was_not_switched_loses_the_address_and_only_it_does()
    {
        await using var lab = await Networked.StartAsync();
        // A client in another subnet, with a route table of its own.
        var clients = (await lab.Api.DoAsync("DescribeSubnets", ("Filter.1.Name", "tag:Name"), ("Filter.1.Value.1", "clients-b"))).Text("subnetId")!;
        var table = (await lab.Api.DoAsync("CreateRouteTable", ("VpcId", lab.Api.Lab.VpcId!))).Text("routeTableId")!;
        await lab.Api.DoAsync("AssociateRouteTable", ("RouteTableId", table), ("SubnetId", clients));
        var other = await lab.LaunchAsync(clients, "client-b");
        await lab.OfferAsync(lab.NodeA);
        await TestVpc.CreateRouteAsync(lab.Api, table, $"{Networked.Overlay}/32", lab.NodeA.NetworkInterfaceId);
        Assert.True(await lab.ReachesAsync(lab.Client, Networked.Overlay));
        Assert.True(await lab.ReachesAsync(other, Networked.Overlay));

        await lab.SetCheckAsync(lab.NodeB, false);
        await lab.DoAsync(lab.NodeA, $"ip address delete {Networked.Overlay}/32 dev eth0");
        await lab.DoAsync(lab.NodeB, $"ip address add {Networked.Overlay}/32 dev eth0");
        await lab.SwitchAsync(lab.NodeB);
        Assert.True(await lab.ReachesAsync(lab.Client, Networked.Overlay));
        Assert.False(await lab.ReachesAsync(other, Networked.Overlay));
        await lab.SwitchAsync(table, lab.NodeB);
        Assert.True(await lab.ReachesAsync(other, Networked.Overlay));
    }

    [SkippableFact]
    public async Task A_source_that_is_not_the_interfaces_own_is_dropped_while_the_check_is_enabled()
    {
        await using var lab = await Networked.StartAsync();
        await lab.DoAsync(lab.NodeA, $"ip address add {Networked.Overlay}/32 dev eth0");
        foreach (var table in lab.Api.Lab.RouteTableIds)
        {
            await TestVpc.CreateRouteAsync(lab.Api, table, $"{Networked.Overlay}/32", lab.NodeA.NetworkInterfaceId);
        }

        using var sniffer = await Sniffer.StartAsync(lab, lab.Client, $"icmp and src {Networked.Overlay}");
        Assert.False(await lab.ReachesAsync(lab.NodeA, lab.Client.PrivateIpAddress, "-I", Networked.Overlay));
        await lab.SetCheckAsync(lab.NodeA, false);
        // 20 bytes and ICMP's 8: the first to arrive is of these.
        Assert.True(await lab.ReachesAsync(lab.NodeA, lab.Client.PrivateIpAddress, "-I", Networked.Overlay, "-s", "20"));
        Assert.EndsWith("length 28", await sniffer.FirstAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Neither_multicast_nor_broadcast_arrives_anywhere()
    {
        await using var lab = await Networked.StartAsync();
        using var sniffer = await Sniffer.StartAsync(lab, lab.NodeB, "not arp and ip proto 1");
        // VRRP's group, the subnet's broadcast address and the limited one.
        await lab.RunAsync(lab.NodeA, "ping", "-c", "2", "-i", "0.1", "-W", "1", "224.0.0.18");
        await lab.RunAsync(lab.NodeA, "ping", "-b", "-c", "2", "-i", "0.1", "-W", "1", "10.0.1.255");
        await lab.RunAsync(lab.NodeA, "ping", "-b", "-c", "2", "-i", "0.1", "-W", "1", "255.255.255.255");
        // The first to arrive is one that may.
        Assert.True(await lab.ReachesAsync(lab.NodeA, lab.NodeB.PrivateIpAddress));
        Assert.Contains($" > {lab.NodeB.PrivateIpAddress}: ICMP echo request", await sniffer.FirstAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Announcing_an_address_by_ARP_moves_nothing()
    {
        Networked.Require(("arping", "iputils-arping"));
        await using var lab = await Networked.StartAsync();
        await lab.OfferAsync(lab.NodeA);
        await lab.SetCheckAsync(lab.NodeB, false);
        await lab.DoAsync(lab.NodeB, $"ip address add {Networked.Overlay}/32 dev eth0");
        using var a = lab.Answer(lab.NodeA);
        using var b = lab.Answer(lab.NodeB);
        using var probe = lab.Probe();
        await lab.RunAsync(lab.NodeB, "arping", "-U", "-c", "3", "-I", "eth0", Networked.Overlay);
        await Networked.AnsweredAsync(probe, lab.NodeA);
        Assert.DoesNotContain(probe.Answers, answer => answer.Name == lab.NodeB.Name);
    }
}
