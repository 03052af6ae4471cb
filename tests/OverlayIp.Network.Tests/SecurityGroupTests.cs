using OverlayIp.Network.Tests.Support;

namespace OverlayIp.Network.Tests;

/// <summary>Security groups as packets meet them.</summary>
public class SecurityGroupTests
{
    [SkippableFact]
    public async Task Instances_that_name_no_group_let_in_the_VPC_and_the_overlay_ranges()
    {
        await using var lab = await Networked.StartAsync();
        await lab.OfferAsync(lab.NodeA);
        // From an overlay address to an overlay range: neither is of the VPC.
        Assert.True(await lab.ReachesAsync(lab.NodeA, lab.Client.PrivateIpAddress, "-I", Networked.Overlay));
    }

    [SkippableFact]
    public async Task The_default_group_lets_in_its_members_and_nobody_else()
    {
        await using var lab = await Networked.StartAsync();
        var group = (await lab.Api.DoAsync("DescribeSecurityGroups", ("Filter.1.Name", "group-name"), ("Filter.1.Value.1", "default"))).Text("groupId")!;
        await lab.SetGroupsAsync(lab.NodeA, group);
        await lab.SetGroupsAsync(lab.NodeB, group);
        Assert.True(await lab.ReachesAsync(lab.NodeA, lab.NodeB.PrivateIpAddress));
        Assert.False(await lab.ReachesAsync(lab.Client, lab.NodeA.PrivateIpAddress));
        Assert.True(await lab.ReachesAsync(lab.NodeA, lab.Client.PrivateIpAddress));
    }

    [SkippableFact]
    public async Task A_port_is_open_to_the_group_that_is_named_and_its_members_alone()
    {
        await using var lab = await Networked.StartAsync();
        var (callers, servers) = (await lab.CreateGroupAsync("callers"), await lab.CreateGroupAsync("servers"));
        await lab.AllowAsync(servers, "tcp", 7, 7, callers);
        await lab.SetGroupsAsync(lab.NodeA, servers);
        using var server = TcpEcho.Start(lab.Of(lab.NodeA).Namespace, lab.NodeA.PrivateIpAddress);
        Assert.True(IsSilent(lab, lab.Client));
        await lab.SetGroupsAsync(lab.Client, callers);
        Assert.True(Answers(lab, lab.Client));
        Assert.True(IsSilent(lab, lab.NodeB));
        Assert.False(await lab.ReachesAsync(lab.Client, lab.NodeA.PrivateIpAddress));
        await lab.RevokeAsync(servers, "tcp", 7, 7, callers);
        Assert.True(IsSilent(lab, lab.Client));
    }

    [SkippableFact]
    public async Task Without_an_egress_rule_nothing_is_sent_but_answers()
    {
        await using var lab = await Networked.StartAsync();
        var group = await lab.CreateGroupAsync("silent");
        await lab.AllowAsync(group, "-1", -1, -1, "10.0.0.0/16");
        await lab.Api.DoAsync(
            "RevokeSecurityGroupEgress", ("GroupId", group), ("IpPermissions.1.IpProtocol", "-1"), ("IpPermissions.1.IpRanges.1.CidrIp", "0.0.0.0/0"));
        await lab.SetGroupsAsync(lab.NodeA, group);
        Assert.False(await lab.ReachesAsync(lab.NodeA, lab.Client.PrivateIpAddress));
        Assert.True(await lab.ReachesAsync(lab.Client, lab.NodeA.PrivateIpAddress));
    }

    private static bool IsSilent(Networked lab, OverlayLabNode from) => TcpEcho.IsSilent(lab.Of(from).Namespace, lab.NodeA.PrivateIpAddress);

    private static bool Answers(Networked lab, OverlayLabNode from) => TcpEcho.Answers(lab.Of(from).Namespace, lab.NodeA.PrivateIpAddress);
}
