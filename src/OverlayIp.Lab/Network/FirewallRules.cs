using System.Collections.Immutable;
using System.Globalization;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Network;

/// <summary>
/// The source/destination check and the security groups of a VPC, as nftables rules of its router.
/// </summary>
/// <remarks>
/// EC2 tracks connections at each interface, the router at one place for all. So each connection is marked with the interface
/// that it was let into: after an overlay address has moved, packets of an old connection meet the new interface's rules.
/// </remarks>
internal static class FirewallRules
{
    // The chain that egress rules lead to, and the one that ingress rules lead to.
    private const string Sent = "sent";
    private const string Admitted = "admitted";

    private static readonly int[] UsualHops = [64, 128, 255];

    public static Ruleset Of(LabState state, string vpcId, IReadOnlyCollection<EniLink> links)
    {
        var objects = ImmutableSortedDictionary.CreateBuilder<string, RulesetObject>(StringComparer.Ordinal);
        AddInterfaces(objects, state, links);
        AddHooks(objects);
        // Groups without a running interface have nothing to be applied to, but may be referred to.
        var used = links.SelectMany(link => state.NetworkInterfaces[link.NetworkInterfaceId].GroupIds).ToHashSet(StringComparer.Ordinal);
        foreach (var group in state.SecurityGroups.Values.Where(group => group.VpcId == vpcId && used.Contains(group.Id)))
        {
            var symbol = NetworkNames.Symbol(group.Id);
            objects[$"{symbol}_out"] = Chain(group.Rules.Where(rule => rule.IsEgress).SelectMany(rule => SecurityGroupMatch.Of(state, rule, "daddr")).Select(match => $"{match} goto {Sent}"));
            objects[$"{symbol}_in"] = Chain(group.Rules.Where(rule => !rule.IsEgress).SelectMany(rule => SecurityGroupMatch.Of(state, rule, "saddr")).Select(match => $"{match} goto {Admitted}"));
        }

        foreach (var link in links)
        {
            var groups = state.NetworkInterfaces[link.NetworkInterfaceId].GroupIds.Where(state.SecurityGroups.ContainsKey).Select(NetworkNames.Symbol).ToArray();
            objects[$"{link.Interface}_out"] = Chain(groups.Select(group => $"jump {group}_out").Append("drop"));
            objects[$"{link.Interface}_in"] = Chain(groups.Select(group => $"jump {group}_in").Append("drop"));
        }

        return new Ruleset(objects.ToImmutable());
    }

    private static void AddInterfaces(ImmutableSortedDictionary<string, RulesetObject>.Builder objects, LabState state, IReadOnlyCollection<EniLink> links)
    {
        objects["checked"] = Set("type ifname", links
            .Where(link => state.NetworkInterfaces[link.NetworkInterfaceId].SourceDestCheck)
            .Select(link => Quoted(link)));
        objects["own4"] = Set("type ifname . ipv4_addr", Owned(links, isIpv6: false));
        objects["own6"] = Set("type ifname . ipv6_addr", Owned(links, isIpv6: true));
        objects["tracked"] = Set("typeof oifname . ct mark", links.Select(link => $"{Quoted(link)} . {Mark(link)}"));
        objects["marks"] = Map("typeof oifname : ct mark", links.Select(link => $"{Quoted(link)} : {Mark(link)}"));
        objects["egress"] = Map("type ifname : verdict", links.Select(link => $"{Quoted(link)} : goto {link.Interface}_out"));
        objects["ingress"] = Map("type ifname : verdict", links.Select(link => $"{Quoted(link)} : goto {link.Interface}_in"));
    }

    private static void AddHooks(ImmutableSortedDictionary<string, RulesetObject>.Builder objects)
    {
        // Link-local sources are the neighbour discovery between an instance and its router; nothing forwards them.
        objects["arriving"] = Base("prerouting", "-300", "accept",
        [
            "iifname @checked meta nfproto ipv4 iifname . ip saddr != @own4 drop",
            "iifname @checked meta nfproto ipv6 ip6 saddr != { fe80::/10, :: } iifname . ip6 saddr != @own6 drop",
        ]);
        objects["passing"] = Base("forward", "0", "drop",
        [
            "oifname @checked meta nfproto ipv4 oifname . ip daddr != @own4 drop",
            "oifname @checked meta nfproto ipv6 oifname . ip6 daddr != @own6 drop",
            "ct direction original ct state established oifname . ct mark @tracked accept",
            "ct direction reply ct state established iifname . ct mark @tracked accept",
            "ct state related accept",
            // An answer from an interface that has not seen the question: it must be allowed to send, the asker is.
            "ct direction reply meta mark set 1",
            "iifname vmap @egress",
        ]);
        objects[Sent] = Chain(["meta mark 1 accept", "oifname vmap @ingress", "drop"]);
        objects[Admitted] = Chain(["ct mark set oifname map @marks", "accept"]);
        // A VPC's router counts as no hop. nftables cannot add, so this gives back what the usual first values lost.
        objects["leaving"] = Base("postrouting", "300", "accept",
        [
            .. UsualHops.Select(hops => string.Create(CultureInfo.InvariantCulture, $"ip ttl {hops - 1} ip ttl set {hops}")),
            .. UsualHops.Select(hops => string.Create(CultureInfo.InvariantCulture, $"ip6 hoplimit {hops - 1} ip6 hoplimit set {hops}")),
        ]);
    }

    private static IEnumerable<string> Owned(IEnumerable<EniLink> links, bool isIpv6) =>
        from link in links
        from address in link.Addresses.Split('\n')
        where address.Contains(':', StringComparison.Ordinal) == isIpv6
        select $"{Quoted(link)} . {address}";

    private static string Quoted(EniLink link) => $"\"{link.Interface}\"";

    private static string Mark(EniLink link) => string.Create(CultureInfo.InvariantCulture, $"0x{NetworkNames.Mark(link.NetworkInterfaceId):x8}");

    private static RulesetObject Set(string type, IEnumerable<string> elements) => new("set", $"{{ {type}; }}", string.Join('\n', elements));

    private static RulesetObject Map(string type, IEnumerable<string> elements) => new("map", $"{{ {type}; }}", string.Join('\n', elements));

    private static RulesetObject Chain(IEnumerable<string> rules) => new("chain", "", string.Join('\n', rules));

    private static RulesetObject Base(string hook, string priority, string policy, IEnumerable<string> rules) =>
        new("chain", $"{{ type filter hook {hook} priority {priority}; policy {policy}; }}", string.Join('\n', rules));
}
