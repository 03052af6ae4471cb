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
}
