using System.Diagnostics;
using OverlayIp.Lab.Tests.Support;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.Network.Tests;

/// <summary>Packets go where the route tables say, and nowhere else.</summary>
public class RoutingTests
{
    [SkippableFact]
    public async Task Instances_reach_each_other_across_subnets()
    {
        await using var lab = await Networked.StartAsync();
        Assert.True(await lab.ReachesAsync(lab.Client, lab.NodeA.PrivateIpAddress));
        Assert.True(await lab.ReachesAsync(lab.NodeA, lab.NodeB.PrivateIpAddress));
        Assert.True(await lab.ReachesAsync(lab.NodeB, lab.Client.PrivateIpAddress));
    }

    [SkippableFact]
    public async Task The_overlay_address_follows_its_route()
    {
        await using var lab = await Networked.StartAsync();
        Assert.False(await lab.ReachesAsync(lab.Client, Networked.Overlay));
        await lab.OfferAsync(lab.NodeA);
        Assert.True(await lab.ReachesAsync(lab.Client, Networked.Overlay));

        await lab.SetCheckAsync(lab.NodeB, false);
        await lab.SwitchAsync(lab.NodeB);
        Assert.False(await lab.ReachesAsync(lab.Client, Networked.Overlay));
        await lab.DoAsync(lab.NodeB, $"ip address add {Networked.Overlay}/32 dev eth0");
        Assert.True(await lab.ReachesAsync(lab.Client, Networked.Overlay));
    }

    [SkippableFact]
    public async Task The_router_counts_as_no_hop()
    {
        await using var lab = await Networked.StartAsync();
        // VRRP demands 255 of what arrives (RFC 9568, 5.1.1.3).
        using var sniffer = await Sniffer.StartAsync(lab, lab.NodeB, "icmp and ip[8] = 255");
        Assert.True(await lab.ReachesAsync(lab.NodeA, lab.NodeB.PrivateIpAddress, "-t", "255"));
        Assert.Contains("ICMP echo request", await sniffer.FirstAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_subnets_router_answers_at_its_address()
    {
        await using var lab = await Networked.StartAsync();
        Assert.True(await lab.ReachesAsync(lab.NodeA, "10.0.1.1"));
        Assert.Contains("via 10.0.1.1 dev eth0", await lab.DoAsync(lab.NodeA, "ip route get 10.2.0.1"), StringComparison.Ordinal);
    }

    // Proxies wait up to 0.8 s by default: then two instances could need longer for their first packets than a client waits.
    [SkippableFact]
    public async Task The_router_never_waits_before_it_answers_for_an_address()
    {
        await using var lab = await Networked.StartAsync();
        var router = lab.Of(lab.NodeA).Namespace.Split("-i-")[0] + "-" + lab.Api.Lab.VpcId;
        await lab.LaunchAsync(lab.NodeA.SubnetId, "late");
        var delays = await CommandResult.OfAsync(new ProcessStartInfo("ip", ["netns", "exec", router, "sh", "-c", "grep . /proc/sys/net/ipv4/neigh/ovip*/proxy_delay"]));
        Assert.Equal([":0", ":0", ":0", ":0"], delays.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[line.IndexOf(':', StringComparison.Ordinal)..]));
    }

    [SkippableFact]
    public async Task VPCs_are_apart_even_with_the_same_addresses()
    {
        await using var lab = await Networked.StartAsync();
        var vpc = (await lab.Api.DoAsync("CreateVpc", ("CidrBlock", "10.0.0.0/16"))).Text("vpcId")!;
        var subnet = (await lab.Api.DoAsync("CreateSubnet", ("VpcId", vpc), ("CidrBlock", "10.0.1.0/24"))).Text("subnetId")!;
        var twin = await lab.LaunchAsync(subnet, "twin", ("PrivateIpAddress", "10.0.1.10"));
        var other = await lab.LaunchAsync(subnet, "other", ("PrivateIpAddress", "10.0.1.20"));
        Assert.True(await lab.ReachesAsync(other, twin.PrivateIpAddress));
        Assert.False(await lab.ReachesAsync(other, lab.NodeB.PrivateIpAddress));
        Assert.False(await lab.ReachesAsync(lab.NodeB, other.PrivateIpAddress));
    }
}
