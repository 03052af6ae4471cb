using OverlayIp.Engine.Validation.Facts;
using OverlayIp.Engine.Validation.Packets;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>The security groups of every node let the clients' packets in. Their answers need no rule: groups remember connections.</summary>
internal sealed class SecurityGroupInCheck : TrafficCheck
{
    public override string Id => "SecurityGroupIn";

    public override FactKind Needs(bool isQuick) => FactKind.Tables | FactKind.Subnets | FactKind.Instances | FactKind.Interfaces | FactKind.Groups | FactKind.PrefixLists;

    private protected override IEnumerable<Finding> Judge(DestinationView view, OverlayTraffic traffic) =>
        view.Nodes.Where(n => n.Interface is not null).Select(node => Judge(view, traffic, node));

    private static Finding Judge(DestinationView view, OverlayTraffic traffic, OverlayNode node)
    {
        var groups = view.Facts.Groups.Items.Where(g => node.Interface!.GroupIds.Contains(g.Id)).ToList();
        var rules = groups.SelectMany(g => g.Inbound).ToList();
        var clients = view.ClientsOf(node);
        if (clients.Count == 0)
        {
            return Finding.Skipped(node.Id, $"There is nobody in the clients' subnets who could send to {view.Typed}.");
        }

        var names = string.Join(", ", groups.Select(g => g.Display));
        var refused = clients.Where(client => !IsLetIn(view, traffic, rules, client)).ToList();
        if (refused.Count == 0)
        {
            return Finding.Pass(node.Id, $"{names} of {node.Display} let{(groups.Count == 1 ? "s" : "")} {traffic} in from {Clients(clients)}.");
        }

        var isAll = refused.Count == clients.Count;
        var blocks = refused.SelectMany(c => c.Subnet.BlocksOf(view.Family)).Distinct();
        return new Finding(
            node.Id,
            isAll || view.Request.ClientSubnetIds.Count > 0 ? OverlayCheckStatus.Fail : OverlayCheckStatus.Warn,
            $"{(names.Length > 0 ? names : "No security group that can be seen")} of {node.Display} let{(groups.Count == 1 ? "s" : "")} {traffic} in from "
                + (isAll ? "nobody who could send it" : $"{Count(clients.Count - refused.Count, "client")}, not from {Some(refused)}") + ".",
            groups.Count > 0 ? view.Remedies.Aws($"ec2 authorize-security-group-ingress --group-id {groups[0].Id} --ip-permissions {Permissions(traffic, blocks)}") : null,
            node.Concerns);
    }

    // Of a subnet that has no interface yet, a rule that names a group says nothing: who comes there may be a member.
    private static bool IsLetIn(DestinationView view, OverlayTraffic traffic, List<GroupRuleFact> rules, OverlayClient client) => client.Blocks.All(block =>
        traffic.Requests(block).All(packets => GroupVerdict.Admits(
            rules, packets, client.Interface is null ? [.. rules.Select(r => r.GroupId).OfType<string>()] : client.GroupIds, view.Facts.PrefixLists.Items)));

    private static string Clients(IReadOnlyList<OverlayClient> clients) => clients.Count <= 2 ? Some(clients) : Count(clients.Count, "client");

    private static string Some(IReadOnlyList<OverlayClient> clients) => clients.Count <= 2
        ? string.Join(" and ", clients.Select(c => c.Display))
        : $"{clients[0].Display} and {clients.Count - 1} more";
}
