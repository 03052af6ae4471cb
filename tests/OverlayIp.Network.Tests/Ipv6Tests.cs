using OverlayIp.Lab.Tests.Support;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.Network.Tests;

/// <summary>The same with IPv6, in a VPC that has a block of it.</summary>
public class Ipv6Tests
{
    private const string Overlay = "fd00:2::1";

    [SkippableFact]
    public async Task An_overlay_address_may_be_IPv6()
    {
        await using var lab = await Networked.StartAsync();
        var (server, client, table, serverIp) = await BuildAsync(lab);
        Assert.True(await lab.ReachesAsync(client, serverIp));

        await lab.Api.DoAsync(
            "CreateRoute", ("RouteTableId", table), ("DestinationIpv6CidrBlock", $"{Overlay}/128"), ("NetworkInterfaceId", server.NetworkInterfaceId));
        await lab.DoAsync(server, $"ip address add {Overlay}/128 dev eth0 nodad");
        Assert.False(await lab.ReachesAsync(client, Overlay));
        await lab.SetCheckAsync(server, false);
        Assert.True(await lab.ReachesAsync(client, Overlay));
        await lab.SetCheckAsync(server, true);
        Assert.False(await lab.ReachesAsync(client, Overlay));
        Assert.True(await lab.ReachesAsync(client, serverIp));
    }

    [SkippableFact]
    public async Task Security_groups_know_IPv6()
    {
        await using var lab = await Networked.StartAsync();
        var (server, client, _, serverIp) = await BuildAsync(lab);
        var group = (await lab.Api.DoAsync("CreateSecurityGroup", ("GroupName", "closed"), ("GroupDescription", "A test's"), ("VpcId", server.VpcId))).Text("groupId")!;
        await lab.SetGroupsAsync(server, group);
        Assert.False(await lab.ReachesAsync(client, serverIp));
        await lab.AllowAsync(group, "icmpv6", -1, -1, "::/0");
        Assert.True(await lab.ReachesAsync(client, serverIp));
    }

    private static async Task<(OverlayLabNode Server, OverlayLabNode Client, string Table, string ServerIp)> BuildAsync(Networked lab)
    {
        var vpc = (await lab.Api.DoAsync("CreateVpc", ("CidrBlock", "10.9.0.0/16"), ("AmazonProvidedIpv6CidrBlock", "true"))).Text("vpcId")!;
        var block = (await lab.Api.DoAsync("DescribeVpcs", ("VpcId.1", vpc))).Text("ipv6CidrBlock")!;
        var table = (await lab.Api.DoAsync("DescribeRouteTables", ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpc))).Text("routeTableId")!;
        var nodes = new List<OverlayLabNode>();
        foreach (var (number, name) in new[] { (1, "six-server"), (2, "six-client") })
        {
            var subnet = (await lab.Api.DoAsync(
                "CreateSubnet", ("VpcId", vpc), ("CidrBlock", $"10.9.{number}.0/24"), ("Ipv6CidrBlock", block.Replace("00::/56", $"0{number}::/64", StringComparison.Ordinal)))).Text("subnetId")!;
            nodes.Add(await lab.LaunchAsync(subnet, name, ("Ipv6AddressCount", "1")));
        }

        var address = (await lab.Api.DoAsync("DescribeNetworkInterfaces", ("NetworkInterfaceId.1", nodes[0].NetworkInterfaceId))).Text("ipv6Address")!;
        return (nodes[0], nodes[1], table, address);
    }
}
