using OverlayIp.Lab.Tests.Support;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.Network.Tests;

/// <summary>Network ACLs as packets meet them: without memory, at the border of a subnet.</summary>
public class NetworkAclTests
{
    private const int Answers = 1024;

    [SkippableFact]
    public async Task A_subnet_whose_ACL_has_no_rules_is_closed_and_open_again_with_the_default_one()
    {
        await using var lab = await Networked.StartAsync();
        await lab.OfferAsync(lab.NodeA);
        Assert.True(await lab.ReachesAsync(lab.Client, Networked.Overlay));
        var acl = await lab.CreateAclAsync();
        await lab.SetAclAsync(lab.NodeA, acl);
        Assert.False(await lab.ReachesAsync(lab.Client, Networked.Overlay));
        Assert.False(await lab.ReachesAsync(lab.NodeA, lab.NodeB.PrivateIpAddress));
        Assert.True(await lab.ReachesAsync(lab.Client, lab.NodeB.PrivateIpAddress));
        await lab.SetAclAsync(lab.NodeA, await lab.DefaultAclAsync());
        Assert.True(await lab.ReachesAsync(lab.Client, Networked.Overlay));
    }

    [SkippableFact]
    public async Task Answers_need_a_rule_of_their_own()
    {
        await using var lab = await Networked.StartAsync();
        using var server = TcpEcho.Start(lab.Of(lab.NodeA).Namespace, lab.NodeA.PrivateIpAddress);
        var acl = await lab.CreateAclAsync();
        await lab.SetAclAsync(lab.NodeA, acl);
        await lab.AddAclEntryAsync(acl, 100, isEgress: false, "tcp", 7, 7, "0.0.0.0/0");
        Assert.True(TcpEcho.IsSilent(lab.Of(lab.Client).Namespace, lab.NodeA.PrivateIpAddress));
        await lab.AddAclEntryAsync(acl, 100, isEgress: true, "tcp", Answers, 65535, "10.0.11.0/24");
        Assert.True(TcpEcho.Answers(lab.Of(lab.Client).Namespace, lab.NodeA.PrivateIpAddress));
        // Connections that are there break as well: nothing is remembered.
        using var open = TcpEcho.Connect(lab.Of(lab.Client).Namespace, lab.NodeA.PrivateIpAddress);
        Assert.Equal("one", TcpEcho.Ask(open, "one"));
        await lab.AddAclEntryAsync(acl, 50, isEgress: true, "tcp", 0, 65535, "10.0.11.10/32", "deny");
        open.ReceiveTimeout = 1000;
        Assert.Throws<System.Net.Sockets.SocketException>(() => TcpEcho.Ask(open, "two"));
    }

    [SkippableFact]
    public async Task The_rule_with_the_lowest_number_decides()
    {
        await using var lab = await Networked.StartAsync();
        var acl = await lab.DefaultAclAsync();
        await lab.AddAclEntryAsync(acl, 90, isEgress: false, "icmp", 8, -1, "10.0.11.0/24", "deny");
        Assert.False(await lab.ReachesAsync(lab.Client, lab.NodeA.PrivateIpAddress));
        Assert.True(await lab.ReachesAsync(lab.NodeA, lab.Client.PrivateIpAddress));
        Assert.True(await lab.ReachesAsync(lab.NodeB, lab.NodeA.PrivateIpAddress));
        await lab.AddAclEntryAsync(acl, 80, isEgress: false, "icmp", -1, -1, "10.0.11.10/32");
        Assert.True(await lab.ReachesAsync(lab.Client, lab.NodeA.PrivateIpAddress));
    }

    [SkippableFact]
    public async Task Within_a_subnet_there_is_no_border()
    {
        await using var lab = await Networked.StartAsync();
        var other = await lab.LaunchAsync(lab.NodeA.SubnetId, "neighbour");
        await lab.SetAclAsync(lab.NodeA, await lab.CreateAclAsync());
        Assert.True(await lab.ReachesAsync(other, lab.NodeA.PrivateIpAddress));
        Assert.False(await lab.ReachesAsync(other, lab.NodeB.PrivateIpAddress));
    }
}
