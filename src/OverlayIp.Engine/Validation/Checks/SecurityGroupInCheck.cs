using OverlayIp.Engine.Validation.Facts;
using OverlayIp.Engine.Validation.Packets;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>The security groups of every node let the clients' packets in. Their answers need no rule: groups remember connections.</summary>
internal sealed class SecurityGroupInCheck : TrafficCheck
{
    private sealed record Refusal(OverlayNode Node, IReadOnlyList<SecurityGroupFact> Groups, IReadOnlyList<OverlayClient> Clients, IReadOnlyList<OverlayClient> Refused)
    {
        public bool IsAll => Refused.Count == Clients.Count;
    }

    public override string Id => "SecurityGroupIn";

    public override FactKind Needs(bool isQuick) => FactKind.Tables | FactKind.Subnets | FactKind.Instances | FactKind.Interfaces | FactKind.Groups | FactKind.PrefixLists;

    // One finding for all nodes that share the group to be mended: two commands that add the same rule, EC2 would refuse the second of.
    private protected override IEnumerable<Finding> Judge(DestinationView view, OverlayTraffic traffic)
    {
        var judged = view.NodesInVpc.Select(node => Judge(view, traffic, node)).ToList();
        if (judged.TrueForAll(j => j.Clients.Count == 0))
        {
            return [Finding.Skipped(view.Destination.ToString(), $"There is nobody in the clients' subnets who could send to {view.Typed}.")];
        }

        var wrong = judged.Where(j => j.Refused.Count > 0).GroupBy(j => j.Groups.Count > 0 ? j.Groups[0].Id : j.Node.Id)
            .Select(alike => Refused(view, traffic, alike.Key, [.. alike])).ToList();
        return OrPass(wrong, view, () =>
            $"The security groups of {Count(judged.Count, "node")} let {traffic} in from {Clients([.. judged.SelectMany(j => j.Clients).DistinctBy(c => c.Display)])}.");
    }

    private static Refusal Judge(DestinationView view, OverlayTraffic traffic, OverlayNode node)
    {
        var groups = view.Facts.Groups.Items.Where(g => node.Interface!.GroupIds.Contains(g.Id)).ToList();
        var rules = groups.SelectMany(g => g.Inbound).ToList();
        var clients = view.ClientsOf(node);
        return new Refusal(node, groups, clients, [.. clients.Where(client => !IsLetIn(view, traffic, rules, client))]);
    }

    private static Finding Refused(DestinationView view, OverlayTraffic traffic, string subject, IReadOnlyList<Refusal> refusals)
    {
        var first = refusals.FirstOrDefault(r => r.IsAll) ?? refusals[0];
        var names = string.Join(", ", first.Groups.Select(g => g.Name ?? g.Id));
        var blocks = refusals.SelectMany(r => r.Refused).SelectMany(c => c.Peers).Distinct();
        return new Finding(
            subject,
            first.IsAll || view.Request.ClientSubnetIds.Count > 0 || refusals.Any(r => r.Refused.Any(c => c.Subnet is null)) ? OverlayCheckStatus.Fail : OverlayCheckStatus.Warn,
            $"{(names.Length > 0 ? names : "No security group that can be seen")} of {string.Join(" and ", refusals.Select(r => r.Node.Called))} let{(first.Groups.Count <= 1 ? "s" : "")} {traffic} in from "
                + (first.IsAll ? "nobody who could send it" : $"{Count(first.Clients.Count - first.Refused.Count, "client")}, not from {Clients(first.Refused)}") + ".",
            first.Groups.Count > 0 ? view.Remedies.Aws($"ec2 authorize-security-group-ingress --group-id {subject} --ip-permissions {Permissions(traffic, blocks)}") : null,
            refusals.Any(r => r.Node.IsTarget) ? OverlayCheckConcern.Traffic : OverlayCheckConcern.Failover);
    }

    // Of a subnet that has no interface yet, a rule that names a group says nothing: who comes there may be a member.
    private static bool IsLetIn(DestinationView view, OverlayTraffic traffic, List<GroupRuleFact> rules, OverlayClient client) => client.Blocks.All(block =>
        traffic.Requests(block).All(packets => GroupVerdict.Admits(
            rules, packets, client is { Interface: null, Subnet: not null } ? [.. rules.Select(r => r.GroupId).OfType<string>()] : client.GroupIds, view.Facts.PrefixLists.Items)));

    private static string Clients(IReadOnlyList<OverlayClient> clients) => clients.Count <= 2
        ? string.Join(" and ", clients.Select(c => c.Display))
        : $"{clients[0].Display} and {clients.Count - 1} more";
}
