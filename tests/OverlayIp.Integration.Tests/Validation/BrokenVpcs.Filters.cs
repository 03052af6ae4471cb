using OverlayIp.Engine.Validation;

namespace OverlayIp.Integration.Tests.Validation;

/// <summary>Faults of security groups and network ACLs, those of IPv6, and two at a time.</summary>
internal static partial class BrokenVpcs
{
    private const int Port = OverlayVpc.Port;

    // Whoever says where the clients are wants all of them to come through.
    private static ValidationRequest FromClients(OverlayVpc vpc, ValidationRequest request) => request with { ClientSubnetIds = [vpc.Client.SubnetId] };

    private static IEnumerable<BrokenVpc> Filters() =>
    [
        new("the nodes' group lets nothing in", "SecurityGroupIn", vpc => vpc.RevokeInAsync(vpc.NodesGroup, "tcp", Port, Port, vpc.VpcBlock)),
        new("the nodes' group lets another port in", "SecurityGroupIn", vpc => ReplaceRuleAsync(vpc, "tcp", 8, 8, vpc.VpcBlock)),
        new("the nodes' group lets another protocol in", "SecurityGroupIn", vpc => ReplaceRuleAsync(vpc, "udp", Port, Port, vpc.VpcBlock)),
        new("the nodes' group lets only the overlay range in", "SecurityGroupIn", vpc => ReplaceRuleAsync(vpc, "tcp", Port, Port, "10.2.0.0/16")),
        new("the nodes' group lets in some of those who could ask", "", vpc => ReplaceRuleAsync(vpc, "tcp", Port, Port, vpc.ClientBlock))
        {
            Warns = "SecurityGroupIn",
            NoPackets = "It was not said who asks.",
        },
        new("the nodes' group does not let the clients in", "SecurityGroupIn", vpc => ReplaceRuleAsync(vpc, "tcp", Port, Port, vpc.BlockOfB)) { Ask = FromClients },
        new("the nodes' group lets in a group that the clients are not in", "SecurityGroupIn", async vpc =>
            await ReplaceRuleAsync(vpc, "tcp", Port, Port, await vpc.CreateGroupAsync("strangers"))),
        new("the other node's group lets nothing in", "SecurityGroupIn", async vpc => await vpc.SetGroupsAsync(vpc.B, await vpc.CreateGroupAsync("closed"))),
        new("the clients' group lets out to the VPC only", "SecurityGroupOut", async vpc =>
        {
            await vpc.RevokeOutAsync(vpc.ClientsGroup);
            await vpc.AllowOutAsync(vpc.ClientsGroup, "tcp", Port, Port, vpc.VpcBlock);
        }) { Ask = FromClients },
        new("the clients' group lets out to the nodes' group, which means their private addresses", "SecurityGroupOut", async vpc =>
        {
            await vpc.RevokeOutAsync(vpc.ClientsGroup);
            await vpc.AllowOutAsync(vpc.ClientsGroup, "tcp", Port, Port, vpc.NodesGroup);
        }) { Ask = FromClients },
        new("the group of some of those who could ask lets nothing out", "", vpc => vpc.RevokeOutAsync(vpc.ClientsGroup))
        {
            Warns = "SecurityGroupOut",
            NoPackets = "It was not said who asks.",
        },
        new("the network ACL denies the port", "NetworkAclIn", async vpc => await vpc.AclEntryAsync(
            await vpc.AclOfAsync(vpc.A.SubnetId), 50, egress: false, "deny", vpc.Everywhere, (Port, Port))),
        new("the network ACL denies the answers' ports on their way out", "NetworkAclOut", async vpc => await vpc.AclEntryAsync(
            await vpc.AclOfAsync(vpc.A.SubnetId), 50, egress: true, "deny", vpc.Everywhere, (1024, 65535))),
        new("the target's subnet has a network ACL that lets nothing through", "NetworkAclIn NetworkAclOut", async vpc => await vpc.GiveAclAsync(vpc.A.SubnetId)),
        new("the clients' network ACL knows the VPC's block only", "NetworkAclIn NetworkAclOut", async vpc =>
        {
            var acl = await vpc.GiveAclAsync(vpc.Client.SubnetId);
            await vpc.AclEntryAsync(acl, 100, egress: false, "allow", vpc.VpcBlock);
            await vpc.AclEntryAsync(acl, 100, egress: true, "allow", vpc.VpcBlock);
        }),
        new("the clients' network ACL lets no answers in", "NetworkAclIn", async vpc =>
        {
            var acl = await vpc.GiveAclAsync(vpc.Client.SubnetId);
            await vpc.AclEntryAsync(acl, 100, egress: false, "allow", vpc.VpcBlock);
            await vpc.AclEntryAsync(acl, 100, egress: true, "allow", vpc.Everywhere);
        }),
        new("the target's network ACL lets too few ports of answers out", "NetworkAclOut", async vpc =>
        {
            var acl = await vpc.GiveAclAsync(vpc.A.SubnetId);
            await vpc.AclEntryAsync(acl, 100, egress: false, "allow", vpc.Everywhere);
            await vpc.AclEntryAsync(acl, 100, egress: true, "allow", vpc.Everywhere, (61000, 65535));
        }),
        new("half of the clients' subnet is denied by the network ACL", "NetworkAclIn", async vpc => await vpc.AclEntryAsync(
            await vpc.AclOfAsync(vpc.A.SubnetId), 50, egress: false, "deny", "10.0.11.0/25", (1, 100))),
        new("only the other node's subnet has a network ACL that lets nothing in", "NetworkAclIn", async vpc =>
        {
            var acl = await vpc.GiveAclAsync(vpc.B.SubnetId);
            await vpc.AclEntryAsync(acl, 100, egress: true, "allow", vpc.Everywhere);
            await vpc.AclEntryAsync(acl, 100, egress: false, "allow", vpc.Address + "/32");
        }) { Ask = FromClients, NoPackets = "The other node is one of those who ask." },
    ];

    private static IEnumerable<BrokenVpc> Ipv6() =>
    [
        new("IPv6: the clients' route table lacks the route", "RouteInEveryTable", vpc => vpc.UnrouteAsync(vpc.Main)) { IsIpv6 = true },
        new("IPv6: one route table points to the other node", "TablesAgree", vpc => vpc.MoveAsync(vpc.Main, vpc.B.NetworkInterfaceId)) { IsIpv6 = true },
        new("IPv6: the target's check is enabled", "SourceDestCheckOff", vpc => vpc.SetCheckAsync(vpc.A, true)) { IsIpv6 = true },
        new("IPv6: the nodes' group knows IPv4 only", "SecurityGroupIn", vpc => ReplaceRuleAsync(vpc, "tcp", Port, Port, "0.0.0.0/0")) { IsIpv6 = true },
        new("IPv6: the target's network ACL knows IPv4 only", "NetworkAclIn NetworkAclOut", async vpc =>
        {
            var acl = await vpc.GiveAclAsync(vpc.A.SubnetId);
            await vpc.AclEntryAsync(acl, 100, egress: false, "allow", "0.0.0.0/0");
            await vpc.AclEntryAsync(acl, 100, egress: true, "allow", "0.0.0.0/0");
        }) { IsIpv6 = true },
        new("IPv6: the clients' group lets IPv4 out only", "SecurityGroupOut", async vpc =>
        {
            await vpc.RevokeOutAsync(vpc.ClientsGroup);
            await vpc.AllowOutAsync(vpc.ClientsGroup, "-1", -1, -1, "0.0.0.0/0");
        }) { IsIpv6 = true, Ask = FromClients },
        new("an IPv6 address in a VPC that has IPv4 only", "Ipv6Enabled", async vpc =>
        {
            foreach (var table in vpc.Tables)
            {
                await vpc.RouteAsync(table, vpc.A.NetworkInterfaceId, "fd00:2::9/128");
            }
        })
        {
            Ask = (_, request) => request with { Destinations = [RouteDestination.Parse("fd00:2::9")], Traffic = null },
            NotMended = "The lab gives no IPv6 blocks to subnets that exist.",
            NoPackets = "Nobody has an IPv6 address to ask from.",
        },
    ];

    private static IEnumerable<BrokenVpc> Several() =>
    [
        new("the target's check is enabled, and the clients' route table lacks the route", "RouteInEveryTable SourceDestCheckOff", async vpc =>
        {
            await vpc.SetCheckAsync(vpc.A, true);
            await vpc.UnrouteAsync(vpc.Main);
        }),
        new("the target is stopped, and the other node's check is enabled", "RouteActive SourceDestCheckOff TargetRunning", async vpc =>
        {
            await vpc.StopAsync(vpc.A);
            await vpc.SetCheckAsync(vpc.B, true);
        }),
        new("the nodes' group and the network ACL are closed", "NetworkAclIn SecurityGroupIn", async vpc =>
        {
            await vpc.RevokeInAsync(vpc.NodesGroup, "tcp", Port, Port, vpc.VpcBlock);
            await vpc.AclEntryAsync(await vpc.AclOfAsync(vpc.A.SubnetId), 50, egress: false, "deny", vpc.Everywhere);
        }),
        new("the tables disagree, and the target's check is enabled", "SourceDestCheckOff TablesAgree", async vpc =>
        {
            await vpc.MoveAsync(vpc.Main, vpc.B.NetworkInterfaceId);
            await vpc.SetCheckAsync(vpc.B, true);
        }),
        new("the clients can neither send nor be answered", "NetworkAclIn NetworkAclOut SecurityGroupOut", async vpc =>
        {
            await vpc.GiveAclAsync(vpc.Client.SubnetId);
            await vpc.RevokeOutAsync(vpc.ClientsGroup);
        }) { Ask = FromClients },
        new("one table lacks the route, another is a blackhole of an old target", "RouteActive RouteInEveryTable TablesAgree TargetRunning", async vpc =>
        {
            await vpc.UnrouteAsync(vpc.Main);
            await vpc.MoveAsync(vpc.TableB, await vpc.CreateInterfaceAsync(vpc.B));
        }),
    ];

    private static async Task ReplaceRuleAsync(OverlayVpc vpc, string protocol, int from, int to, string peer)
    {
        await vpc.RevokeInAsync(vpc.NodesGroup, "tcp", Port, Port, vpc.VpcBlock);
        await vpc.AllowInAsync(vpc.NodesGroup, protocol, from, to, peer);
    }
}
