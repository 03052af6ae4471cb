using OverlayIp.Engine.Validation.Facts;
using OverlayIp.Engine.Validation.Packets;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>
/// The security groups of the clients let packets out to the overlay address. A rule for the VPC's block does not, and neither does
/// one that names the nodes' group: it means their private addresses.
/// </summary>
internal sealed class SecurityGroupOutCheck : TrafficCheck
{
    public override string Id => "SecurityGroupOut";

    public override FactKind Needs(bool isQuick) => FactKind.Tables | FactKind.Subnets | FactKind.Instances | FactKind.Interfaces | FactKind.Groups | FactKind.PrefixLists;

    private protected override IEnumerable<Finding> Judge(DestinationView view, OverlayTraffic traffic)
    {
        var home = view.Targets.FirstOrDefault() ?? view.Candidates.FirstOrDefault();
        var clients = home is null ? [] : view.ClientsOf(home).Where(c => c.Interface is not null).ToList();
        if (clients.Count == 0)
        {
            return [Finding.Skipped(view.Destination.ToString(), "There is no network interface in the clients' subnets that could send.")];
        }

        var refused = clients.GroupBy(c => string.Join(',', c.GroupIds.Order(StringComparer.Ordinal)))
            .Where(alike => !IsLetOut(view, traffic, alike.First())).ToList();
        var refusedCount = refused.Sum(alike => alike.Count());
        var status = refusedCount == clients.Count || view.Request.ClientSubnetIds.Count > 0 ? OverlayCheckStatus.Fail : OverlayCheckStatus.Warn;
        var wrong = refused.ConvertAll(alike => Refused(view, traffic, [.. alike], status));
        return OrPass(wrong, view, () => $"The security groups of {Count(clients.Count, "client")} let {traffic} out to it.");
    }

    private static Finding Refused(DestinationView view, OverlayTraffic traffic, IReadOnlyList<OverlayClient> clients, OverlayCheckStatus status)
    {
        var groupId = clients[0].GroupIds.Count > 0 ? clients[0].GroupIds[0] : null;
        var group = view.Facts.Groups.Items.FirstOrDefault(g => g.Id == groupId);
        return new Finding(
            groupId ?? clients[0].Interface!.Id, status,
            $"{group?.Display ?? groupId ?? "No security group"} of {clients[0].Display}{(clients.Count > 1 ? $" and {clients.Count - 1} more" : "")} does not let {traffic} out to {view.Typed}.",
            group is null ? null : view.Remedies.Aws($"ec2 authorize-security-group-egress --group-id {group.Id} --ip-permissions {Permissions(traffic, view.Blocks)}"));
    }

    private static bool IsLetOut(DestinationView view, OverlayTraffic traffic, OverlayClient client)
    {
        var rules = view.Facts.Groups.Items.Where(g => client.GroupIds.Contains(g.Id)).SelectMany(g => g.Outbound).ToList();
        return view.Blocks.All(block => traffic.Requests(block).All(packets => GroupVerdict.Admits(rules, packets, [], view.Facts.PrefixLists.Items)));
    }
}
