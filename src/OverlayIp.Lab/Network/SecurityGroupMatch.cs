using System.Globalization;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Network;

/// <summary>A rule of a security group as the matches of nftables rules: one for each address family that it concerns.</summary>
internal static class SecurityGroupMatch
{
    /// <param name="state">The state, with the groups and prefix lists that the rule may name.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="side"><c>saddr</c> or <c>daddr</c>: which address is the peer's.</param>
    public static IEnumerable<string> Of(LabState state, SecurityGroupRule rule, string side) =>
        from family in new[] { (Name: "ip", IsIpv6: false), (Name: "ip6", IsIpv6: true) }
        let peers = Peers(state, rule, family.IsIpv6)
        where peers.Length > 0
        select $"{Address(family.Name, side, peers)}{Protocol(rule)}";

    private static string Address(string family, string side, string[] peers) => peers switch
    {
        ["0.0.0.0/0"] => "meta nfproto ipv4",
        ["::/0"] => "meta nfproto ipv6",
        _ => $"{family} {side} {{ {string.Join(", ", peers)} }}",
    };

    // A reference to a group means the private addresses of its interfaces, and not the overlay addresses behind them
    // (https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html).
    private static string[] Peers(LabState state, SecurityGroupRule rule, bool isIpv6)
    {
        IEnumerable<string> peers = rule.Peer switch
        {
            ['s', 'g', '-', ..] => state.NetworkInterfaces.Values
                .Where(eni => eni.GroupIds.Contains(rule.Peer))
                .SelectMany(eni => isIpv6 ? eni.Ipv6Addresses : eni.SecondaryIps.Insert(0, eni.PrivateIp)),
            ['p', 'l', '-', ..] => state.PrefixLists.TryGetValue(rule.Peer, out var list)
                ? Outermost(list.Entries.Select(entry => entry.Block))
                : [],
            _ => [rule.Peer],
        };
        return peers.Where(peer => peer.Contains(':', StringComparison.Ordinal) == isIpv6).Distinct(StringComparer.Ordinal).ToArray();
    }

    // A set of intervals takes none that overlap.
    private static IEnumerable<string> Outermost(IEnumerable<CidrBlock> blocks)
    {
        var all = blocks.Distinct().ToArray();
        return all.Where(block => !all.Any(other => other != block && other.Contains(block))).Select(block => block.ToString());
    }

    private static string Protocol(SecurityGroupRule rule) => rule.Protocol switch
    {
        "-1" => "",
        "tcp" or "udp" when (rule.FromPort, rule.ToPort) == (0, 65535) => $" meta l4proto {rule.Protocol}",
        "tcp" or "udp" when rule.FromPort == rule.ToPort => string.Create(CultureInfo.InvariantCulture, $" {rule.Protocol} dport {rule.FromPort}"),
        "tcp" or "udp" => string.Create(CultureInfo.InvariantCulture, $" {rule.Protocol} dport {rule.FromPort}-{rule.ToPort}"),
        "icmp" or "icmpv6" => $" meta l4proto {(rule.Protocol == "icmp" ? "icmp" : "ipv6-icmp")}{Icmp(rule)}",
        _ => $" meta l4proto {rule.Protocol}",
    };

    private static string Icmp(SecurityGroupRule rule)
    {
        if (rule.FromPort < 0)
        {
            return "";
        }

        var type = string.Create(CultureInfo.InvariantCulture, $" {rule.Protocol} type {rule.FromPort}");
        return rule.ToPort < 0 ? type : type + string.Create(CultureInfo.InvariantCulture, $" {rule.Protocol} code {rule.ToPort}");
    }
}
