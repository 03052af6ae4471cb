using System.Globalization;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Network;

/// <summary>A rule of a network ACL as the matches of an nftables rule.</summary>
internal static class NetworkAclMatch
{
    /// <summary>Which packets it is about. Inbound rules look at where packets come from, outbound ones at where they go; both
    /// at the ports that they go to.</summary>
    public static string Of(NetworkAclEntry entry) => $"{Address(entry)}{Protocol(entry)}";

    private static string Address(NetworkAclEntry entry)
    {
        var isIpv6 = entry.Block.IsIpv6();
        return entry.Block.PrefixLength == 0
            ? $"meta nfproto {(isIpv6 ? "ipv6" : "ipv4")}"
            : $"{(isIpv6 ? "ip6" : "ip")} {(entry.IsEgress ? "daddr" : "saddr")} {entry.Block}";
    }

    private static string Protocol(NetworkAclEntry entry) => entry switch
    {
        { Protocol: < 0 } => "",
        { Ports: { } ports } => Ports(entry.Protocol == VpcNetworkAcls.TcpProtocol ? "tcp" : "udp", ports),
        { Icmp: { } icmp } => Icmp(entry.Protocol == VpcNetworkAcls.IcmpProtocol ? ("icmp", "icmp") : ("ipv6-icmp", "icmpv6"), icmp),
        _ => string.Create(CultureInfo.InvariantCulture, $" meta l4proto {entry.Protocol}"),
    };

    private static string Ports(string protocol, PortRange ports) => (ports.From, ports.To) switch
    {
        (0, 65535) => $" meta l4proto {protocol}",
        var (from, to) when from == to => string.Create(CultureInfo.InvariantCulture, $" {protocol} dport {from}"),
        var (from, to) => string.Create(CultureInfo.InvariantCulture, $" {protocol} dport {from}-{to}"),
    };

    private static string Icmp((string Protocol, string Family) names, IcmpTypeCode icmp)
    {
        var type = icmp.Type < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {names.Family} type {icmp.Type}");
        var code = icmp.Type < 0 || icmp.Code < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {names.Family} code {icmp.Code}");
        return $" meta l4proto {names.Protocol}{type}{code}";
    }
}
