using System.Globalization;
using System.Net.Sockets;
using OverlayIp.Engine.Validation.Facts;
using OverlayIp.Engine.Validation.Packets;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>
/// The network ACLs at both ends let requests and answers through. ACLs remember no connection, so answers need entries of their own: at
/// the node towards the client's ports, at the client from the overlay address.
/// </summary>
internal abstract class NetworkAclCheck(bool isEgress) : TrafficCheck
{
    private sealed record Passage(NetworkAclFact Acl, PacketSet Packets, string What, OverlayCheckConcern Concerns);

    public override FactKind Needs(bool isQuick) => FactKind.Tables | FactKind.Subnets | FactKind.Instances | FactKind.Interfaces | FactKind.Acls | FactKind.PrefixLists;

    private protected override IEnumerable<Finding> Judge(DestinationView view, OverlayTraffic traffic)
    {
        var passages = view.NodesInVpc.SelectMany(node => PassagesOf(view, traffic, node)).ToList();
        var refused = passages.Select(p => (Passage: p, Denying: AclVerdict.Denying(p.Acl, isEgress, p.Packets))).Where(p => p.Denying.Count > 0);
        var wrong = refused.GroupBy(p => p.Passage.Acl.Id).Select(g => Refused(view, traffic, [.. g.Select(p => (p.Passage, p.Denying))])).ToList();
        return passages.Count == 0
            ? [Finding.Skipped(view.Destination.ToString(), "The nodes and the clients share one subnet, whose network ACL their packets do not pass.")]
            : OrPass(wrong, view, () => $"{Count(passages.Select(p => p.Acl.Id).Distinct().Count(), "network ACL")} let{(passages.Select(p => p.Acl.Id).Distinct().Count() == 1 ? "s" : "")} {traffic} and its answers {(isEgress ? "out" : "in")}.");
    }

    private static Finding Refused(DestinationView view, OverlayTraffic traffic, IReadOnlyList<(Passage Passage, IReadOnlyCollection<AclEntryFact> Denying)> refused)
    {
        var acl = refused[0].Passage.Acl;
        var denying = refused.SelectMany(r => r.Denying).OrderBy(e => e.Number).ToList();
        var isEgress = denying[0].IsEgress;
        var what = refused.Select(r => r.Passage.What).Distinct().ToList();
        return new Finding(
            acl.Id, OverlayCheckStatus.Fail,
            $"Entry {denying[0].NumberText} of {acl.Called} denies {what[0]}{(what.Count > 1 ? $", and {what.Count - 1} more" : "")}.",
            Remedy(view, traffic, acl, isEgress, denying[0].Number, [.. refused.Select(r => r.Passage.Packets).Distinct()]),
            refused.Any(r => r.Passage.Concerns == OverlayCheckConcern.Traffic) ? OverlayCheckConcern.Traffic : OverlayCheckConcern.Failover);
    }

    // What the ACLs of the client's and the node's subnet must let through in this check's direction. Within one subnet no ACL is passed.
    private IEnumerable<Passage> PassagesOf(DestinationView view, OverlayTraffic traffic, OverlayNode node)
    {
        if (view.SubnetOf(node) is not { } home)
        {
            yield break;
        }

        foreach (var passage in FromOutside(view, traffic, node, home))
        {
            yield return passage;
        }

        foreach (var subnet in view.ClientSubnets.Where(s => s.Id != home.Id))
        {
            foreach (var block in subnet.BlocksOf(view.Family))
            {
                if (AclOf(view, home) is { } atNode)
                {
                    foreach (var packets in isEgress ? [traffic.Answers(block)] : traffic.Requests(block))
                    {
                        yield return new Passage(atNode, packets, isEgress ? $"the answers to {subnet.Display}" : $"{traffic} from {subnet.Display}", node.Concerns);
                    }
                }

                if (AclOf(view, subnet) is { } atClient)
                {
                    foreach (var packets in view.Blocks.SelectMany(b => isEgress ? traffic.Requests(b) : [traffic.Answers(b)]))
                    {
                        yield return new Passage(
                            atClient, packets, isEgress ? $"{traffic} from {subnet.Display} to {view.Typed}" : $"the answers from {view.Typed} to {subnet.Display}", node.Concerns);
                    }
                }
            }
        }
    }

    // What a transit gateway brings into a subnet that it is attached to meets other rules there
    // (https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html), which are left to who has set that up.
    private IEnumerable<Passage> FromOutside(DestinationView view, OverlayTraffic traffic, OverlayNode node, SubnetFact home) =>
        from block in view.Outside
        let acl = AclOf(view, home)
        where acl is not null && !view.Facts.TransitAttachments.Items.Any(a => a.VpcId == view.Facts.VpcId && a.SubnetIds.Contains(home.Id))
        from packets in isEgress ? [traffic.Answers(block)] : traffic.Requests(block)
        select new Passage(acl, packets, isEgress ? $"the answers to {block}" : $"{traffic} from {block}", node.Concerns);

    private static NetworkAclFact? AclOf(DestinationView view, SubnetFact subnet) => view.Facts.Acls.Items.FirstOrDefault(a => a.SubnetIds.Contains(subnet.Id));

    // Entries that allow just these packets, before the first one that denies them.
    private static string Remedy(DestinationView view, OverlayTraffic traffic, NetworkAclFact acl, bool isEgress, int denying, IReadOnlyList<PacketSet> packets)
    {
        var direction = isEgress ? "--egress" : "--ingress";
        var numbers = FreeNumbers(acl, isEgress, denying).Take(packets.Count).ToList();
        return numbers.Count < packets.Count
            ? view.Remedies.Aws($"ec2 delete-network-acl-entry --network-acl-id {acl.Id} {direction} --rule-number {denying}")
            : RemedyCommands.Several(packets.Zip(numbers, (set, number) => view.Remedies.Aws(string.Create(
                CultureInfo.InvariantCulture,
                $"ec2 create-network-acl-entry --network-acl-id {acl.Id} {direction} --rule-number {number} {Rule(traffic, set)} --rule-action allow"))))!;
    }

    private static string Rule(OverlayTraffic traffic, PacketSet set)
    {
        var isIpv6 = set.Peer.AddressFamily == AddressFamily.InterNetworkV6;
        var block = $"{(isIpv6 ? "--ipv6-cidr-block" : "--cidr-block")} {set.Peer}";
        return traffic.Protocol switch
        {
            OverlayProtocol.All => $"--protocol=-1 {block}",
            OverlayProtocol.Icmp => string.Create(CultureInfo.InvariantCulture, $"--protocol {set.Protocol} --icmp-type-code 'Type=-1,Code=-1' {block}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"--protocol {set.Protocol} --port-range 'From={set.Ports.First},To={set.Ports.Last}' {block}"),
        };
    }

    // Numbers are up to 32766. Near the denying entry, so that what stands before it keeps its precedence.
    private static IEnumerable<int> FreeNumbers(NetworkAclFact acl, bool isEgress, int denying)
    {
        var taken = acl.EntriesOf(isEgress).Select(e => e.Number).ToHashSet();
        var last = denying < AclEntryFact.LastNumber ? denying - 1 : Math.Min(AclEntryFact.LastNumber - 1, taken.Where(n => n < AclEntryFact.LastNumber).DefaultIfEmpty(0).Max() + 200);
        return Enumerable.Range(1, Math.Max(0, last)).Reverse().Where(number => !taken.Contains(number));
    }
}
