using System.Collections.Immutable;
using System.Globalization;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Network;

/// <summary>
/// The source/destination check, the security groups and the network ACLs of a VPC, as nftables rules of its router.
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

    // The chain of what comes from another router, and the one that an ACL's outbound rules lead to.
    private const string FromOutside = "outside";
    private const string Entering = "entering";

    // One for all links to other routers: answers may come by another one than questions went.
    private const string OutsideMark = "0xffffffff";

    private static readonly int[] UsualHops = [64, 128, 255];

    public static Ruleset Of(LabState state, string vpcId, IReadOnlyCollection<EniLink> links, IReadOnlyCollection<RouterLink> outward)
    {
        var objects = ImmutableSortedDictionary.CreateBuilder<string, RulesetObject>(StringComparer.Ordinal);
        AddInterfaces(objects, state, links, outward);
        AddHooks(objects);
        AddNetworkAcls(objects, state, links, outward);
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

    private static void AddInterfaces(
        ImmutableSortedDictionary<string, RulesetObject>.Builder objects, LabState state, IReadOnlyCollection<EniLink> links, IReadOnlyCollection<RouterLink> outward)
    {
        objects["checked"] = Set("type ifname", links
            .Where(link => state.NetworkInterfaces[link.NetworkInterfaceId].SourceDestCheck)
            .Select(link => Quoted(link)));
        objects["own4"] = Set("type ifname . ipv4_addr", Owned(links, isIpv6: false));
        objects["own6"] = Set("type ifname . ipv6_addr", Owned(links, isIpv6: true));
        var marks = links.Select(link => (Name: Quoted(link), Mark: Mark(link))).Concat(outward.Select(link => (Name: Quoted(link), Mark: OutsideMark))).ToArray();
        objects["tracked"] = Set("typeof oifname . ct mark", marks.Select(marked => $"{marked.Name} . {marked.Mark}"));
        objects["marks"] = Map("typeof oifname : ct mark", marks.Select(marked => $"{marked.Name} : {marked.Mark}"));
        objects["outward"] = Set("type ifname", outward.Select(Quoted));
        objects["egress"] = Map(
            "type ifname : verdict",
            links.Select(link => $"{Quoted(link)} : goto {link.Interface}_out").Concat(outward.Select(link => $"{Quoted(link)} : goto {FromOutside}")));
        objects["ingress"] = Map(
            "type ifname : verdict",
            links.Select(link => $"{Quoted(link)} : goto {link.Interface}_in").Concat(outward.Select(link => $"{Quoted(link)} : goto {Admitted}")));
    }

    // https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html has the one case that is not plain: what a transit gateway brings
    // into a subnet with its own attachment meets no rule there, and what an instance of it sends to the gateway meets both lists.
    private static void AddNetworkAcls(
        ImmutableSortedDictionary<string, RulesetObject>.Builder objects, LabState state, IReadOnlyCollection<EniLink> links, IReadOnlyCollection<RouterLink> outward)
    {
        var members = links.Select(link => (link.Interface, state.NetworkInterfaces[link.NetworkInterfaceId].SubnetId, IsInstance: true))
            .Concat(outward.Where(link => link.SubnetId is not null).Select(link => (link.Interface, SubnetId: link.SubnetId!, IsInstance: false)))
            .ToArray();
        foreach (var subnet in members.GroupBy(member => member.SubnetId, StringComparer.Ordinal))
        {
            var symbol = NetworkNames.Symbol(subnet.Key);
            objects[symbol] = Set("type ifname", subnet.Where(member => member.IsInstance).Select(member => $"\"{member.Interface}\""));
            objects[$"{symbol}_border"] = Chain([$"oifname @{symbol} accept", $"goto {AclOf(state, subnet.Key)}_out"]);
        }

        foreach (var acl in members.Select(member => VpcNetworkAcls.Of(state, state.Subnets[member.SubnetId])).DistinctBy(acl => acl.Id))
        {
            var symbol = NetworkNames.Symbol(acl.Id);
            objects[$"{symbol}_out"] = Chain(Rules(acl, isEgress: true, $"goto {Entering}"));
            objects[$"{symbol}_in"] = Chain(Rules(acl, isEgress: false, "accept"));
        }

        objects["borders"] = Map("type ifname : verdict", members.Select(member => $"\"{member.Interface}\" : goto {NetworkNames.Symbol(member.SubnetId)}_border"));
        objects["entrances"] = Map("type ifname : verdict", members.Select(member => $"\"{member.Interface}\" : goto {AclOf(state, member.SubnetId)}_in"));
        // Before the connections are looked at: an ACL knows none. Its "accept" leaves the packet to the next chain.
        objects["bordering"] = Base("forward", "-10", "accept", ["iifname vmap @borders", "oifname vmap @entrances"]);
        objects[Entering] = Chain(["oifname vmap @entrances"]);
    }

    private static IEnumerable<string> Rules(NetworkAclResource acl, bool isEgress, string allow) => acl.Entries
        .Where(entry => entry.IsEgress == isEgress)
        .Select(entry => $"{NetworkAclMatch.Of(entry)} {(entry.IsAllow ? allow : "drop")}")
        .Append("drop");

    private static string AclOf(LabState state, string subnetId) => NetworkNames.Symbol(VpcNetworkAcls.AssociationOf(state, state.Subnets[subnetId]).NetworkAclId);

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
        // A VPC is no way from one of its gateways to another.
        objects[FromOutside] = Chain(["oifname @outward drop", $"goto {Sent}"]);
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

    private static string Quoted(RouterLink link) => $"\"{link.Interface}\"";

    private static string Mark(EniLink link) => string.Create(CultureInfo.InvariantCulture, $"0x{NetworkNames.Mark(link.NetworkInterfaceId):x8}");

    private static RulesetObject Set(string type, IEnumerable<string> elements) => new("set", $"{{ {type}; }}", string.Join('\n', elements));

    private static RulesetObject Map(string type, IEnumerable<string> elements) => new("map", $"{{ {type}; }}", string.Join('\n', elements));

    private static RulesetObject Chain(IEnumerable<string> rules) => new("chain", "", string.Join('\n', rules));

    private static RulesetObject Base(string hook, string priority, string policy, IEnumerable<string> rules) =>
        new("chain", $"{{ type filter hook {hook} priority {priority}; policy {policy}; }}", string.Join('\n', rules));
}
