using OverlayIp.Lab;
using OverlayIp.Lab.Tests.Support;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.Network.Tests;

/// <summary>What a client sees while the address moves.</summary>
public class SwitchTests
{
    [SkippableFact]
    public async Task Once_the_API_has_answered_every_packet_takes_the_new_way()
    {
        await using var lab = await Networked.StartAsync();
        await OfferOnBothAsync(lab);
        using var a = lab.Answer(lab.NodeA);
        using var b = lab.Answer(lab.NodeB);
        using var probe = lab.Probe();
        await Networked.AnsweredAsync(probe, lab.NodeA);
        for (var i = 0; i < 20; i++)
        {
            var to = i % 2 == 0 ? lab.NodeB : lab.NodeA;
            await lab.SwitchAsync(lab.Api.MainTable, to);
            var answered = probe.Now;
            await Networked.AnsweredAsync(probe, to);
            Assert.DoesNotContain(probe.Answers, answer => answer.SentAt > answered && answer.Name != to.Name);
        }

        await probe.EndAsync(CancellationToken.None);
        // Both have the address, so a route that is replaced and not removed and made again loses nothing.
        Assert.Equal(probe.Sent, probe.Answers.Count);
        Assert.Equal(probe.Answers.Count, probe.Answers.Select(answer => answer.Sequence).Distinct().Count());
    }

    [SkippableFact]
    public async Task Changes_take_as_long_as_they_are_told_to()
    {
        var delay = TimeSpan.FromMilliseconds(600);
        await using var lab = await Networked.StartAsync(new LabOptions { PropagationDelay = delay });
        await OfferOnBothAsync(lab);
        await Task.Delay(delay);
        using var a = lab.Answer(lab.NodeA);
        using var b = lab.Answer(lab.NodeB);
        using var probe = lab.Probe();
        await Networked.AnsweredAsync(probe, lab.NodeA);
        var before = probe.Now;
        await lab.SwitchAsync(lab.Api.MainTable, lab.NodeB);
        await Networked.AnsweredAsync(probe, lab.NodeB);
        Assert.True(probe.Answers.First(answer => answer.Name == lab.NodeB.Name).ReceivedAt - before >= delay);
    }

    [SkippableFact]
    public async Task A_TCP_connection_to_the_old_node_is_reset_by_the_new_one()
    {
        await using var lab = await Networked.StartAsync();
        await OfferOnBothAsync(lab);
        using var server = TcpEcho.Start(lab.Of(lab.NodeA).Namespace, Networked.Overlay);
        using var connection = TcpEcho.Connect(lab.Of(lab.Client).Namespace, Networked.Overlay);
        Assert.Equal("one", TcpEcho.Ask(connection, "one"));
        await lab.SwitchAsync(lab.NodeB);
        Assert.Throws<System.Net.Sockets.SocketException>(() => TcpEcho.Ask(connection, "two"));
        using var other = TcpEcho.Start(lab.Of(lab.NodeB).Namespace, Networked.Overlay);
        using var again = TcpEcho.Connect(lab.Of(lab.Client).Namespace, Networked.Overlay);
        Assert.Equal("three", TcpEcho.Ask(again, "three"));
    }

    [SkippableFact]
    public async Task A_flow_that_moves_meets_the_security_group_of_its_new_node()
    {
        await using var lab = await Networked.StartAsync();
        await OfferOnBothAsync(lab);
        await lab.SetGroupsAsync(lab.NodeB, await lab.CreateGroupAsync("closed"));
        using var a = lab.Answer(lab.NodeA);
        using var b = lab.Answer(lab.NodeB);
        // One socket and one port: to the router's connection tracking it stays the same flow.
        using var probe = lab.Probe();
        await Networked.AnsweredAsync(probe, lab.NodeA);
        await lab.SwitchAsync(lab.NodeB);
        await Task.Delay(300);
        Assert.DoesNotContain(probe.Answers, answer => answer.Name == lab.NodeB.Name);
        await lab.SwitchAsync(lab.NodeA);
        await Networked.AnsweredAsync(probe, lab.NodeA);
    }

    [SkippableFact]
    public async Task A_prefix_list_moves_all_its_blocks_at_once()
    {
        await using var lab = await Networked.StartAsync();
        await lab.SetCheckAsync(lab.NodeA, false);
        var list = (await lab.Api.DoAsync(
            "CreateManagedPrefixList", ("PrefixListName", "overlay"), ("AddressFamily", "IPv4"), ("MaxEntries", "5"),
            ("Entry.1.Cidr", "10.2.0.1/32"), ("Entry.2.Cidr", "10.3.0.0/24"))).Text("prefixListId")!;
        await lab.Api.DoAsync(
            "CreateRoute", ("RouteTableId", lab.Api.MainTable), ("DestinationPrefixListId", list), ("NetworkInterfaceId", lab.NodeA.NetworkInterfaceId));
        foreach (var address in new[] { "10.2.0.1", "10.3.0.9" })
        {
            await lab.DoAsync(lab.NodeA, $"ip address add {address}/32 dev lo");
            Assert.True(await lab.ReachesAsync(lab.Client, address), address);
        }

        await lab.Api.DoAsync(
            "ReplaceRoute", ("RouteTableId", lab.Api.MainTable), ("DestinationPrefixListId", list), ("NetworkInterfaceId", lab.NodeB.NetworkInterfaceId));
        Assert.False(await lab.ReachesAsync(lab.Client, "10.2.0.1"));
        Assert.False(await lab.ReachesAsync(lab.Client, "10.3.0.9"));
    }

    [SkippableFact]
    public async Task The_longest_prefix_wins()
    {
        await using var lab = await Networked.StartAsync();
        await lab.SetCheckAsync(lab.NodeA, false);
        await lab.SetCheckAsync(lab.NodeB, false);
        await TestVpc.CreateRouteAsync(lab.Api, lab.Api.MainTable, "10.2.0.0/24", lab.NodeA.NetworkInterfaceId);
        await TestVpc.CreateRouteAsync(lab.Api, lab.Api.MainTable, "10.2.0.1/32", lab.NodeB.NetworkInterfaceId);
        await lab.DoAsync(lab.NodeA, "ip address add 10.2.0.2/32 dev lo");
        await lab.DoAsync(lab.NodeB, "ip address add 10.2.0.1/32 dev lo");
        Assert.True(await lab.ReachesAsync(lab.Client, "10.2.0.1"));
        Assert.True(await lab.ReachesAsync(lab.Client, "10.2.0.2"));
        await lab.Api.DoAsync("DeleteRoute", ("RouteTableId", lab.Api.MainTable), ("DestinationCidrBlock", "10.2.0.1/32"));
        Assert.False(await lab.ReachesAsync(lab.Client, "10.2.0.1"));
        await lab.DoAsync(lab.NodeA, "ip address add 10.2.0.1/32 dev lo");
        Assert.True(await lab.ReachesAsync(lab.Client, "10.2.0.1"));
    }

    private static async Task OfferOnBothAsync(Networked lab)
    {
        await lab.OfferAsync(lab.NodeA);
        await lab.SetCheckAsync(lab.NodeB, false);
        await lab.DoAsync(lab.NodeB, $"ip address add {Networked.Overlay}/32 dev eth0");
    }
}
