using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>Security groups and their rules as XML.</summary>
internal static class SecurityGroupXml
{
    public static void Write(ActionContext context, Ec2Xml xml, SecurityGroupResource group)
    {
        xml.Text("ownerId", context.Account.AccountId);
        xml.Text("groupId", group.Id);
        xml.Text("groupName", group.GroupName);
        xml.Text("groupDescription", group.Description);
        xml.Text("vpcId", group.VpcId);
        xml.Text("securityGroupArn", context.Account.Ec2Arn($"security-group/{group.Id}"));
        WritePermissions(context, xml, "ipPermissions", group.Rules.Where(rule => !rule.IsEgress));
        WritePermissions(context, xml, "ipPermissionsEgress", group.Rules.Where(rule => rule.IsEgress));
        xml.Tags(group);
    }

    /// <summary>Rules one by one, as the authorizing actions answer them.</summary>
    public static void WriteRules(ActionContext context, Ec2Xml xml, string groupId, IEnumerable<SecurityGroupRule> rules) =>
        xml.Set("securityGroupRuleSet", rules, (item, rule) =>
        {
            item.Text("securityGroupRuleId", rule.Id);
            item.Text("groupId", groupId);
            item.Text("groupOwnerId", context.Account.AccountId);
            item.Text("isEgress", rule.IsEgress);
            item.Text("ipProtocol", rule.Protocol);
            item.Text("fromPort", rule.FromPort);
            item.Text("toPort", rule.ToPort);
            if (IsGroup(rule))
            {
                item.Element("referencedGroupInfo", info =>
                {
                    info.Text("groupId", rule.Peer);
                    info.Text("userId", context.Account.AccountId);
                });
            }
            else
            {
                item.Text(IsPrefixList(rule) ? "prefixListId" : IsIpv6(rule) ? "cidrIpv6" : "cidrIpv4", rule.Peer);
            }

            item.Text("description", rule.Description);
        });

    // EC2 gathers rules of the same protocol and ports into one permission.
    private static void WritePermissions(ActionContext context, Ec2Xml xml, string name, IEnumerable<SecurityGroupRule> rules) => xml.Set(
        name,
        rules.GroupBy(rule => (rule.Protocol, rule.FromPort, rule.ToPort)),
        (item, permission) =>
        {
            item.Text("ipProtocol", permission.Key.Protocol);
            if (permission.Key.Protocol != "-1")
            {
                item.Text("fromPort", permission.Key.FromPort);
                item.Text("toPort", permission.Key.ToPort);
            }

            item.Set("groups", permission.Where(IsGroup), (pair, rule) =>
            {
                pair.Text("userId", context.Account.AccountId);
                pair.Text("groupId", rule.Peer);
                pair.Text("description", rule.Description);
            });
            WritePeers(item, "ipRanges", "cidrIp", permission.Where(rule => !IsGroup(rule) && !IsPrefixList(rule) && !IsIpv6(rule)));
            WritePeers(item, "ipv6Ranges", "cidrIpv6", permission.Where(IsIpv6));
            WritePeers(item, "prefixListIds", "prefixListId", permission.Where(IsPrefixList));
        });

    private static void WritePeers(Ec2Xml xml, string set, string name, IEnumerable<SecurityGroupRule> rules) => xml.Set(set, rules, (item, rule) =>
    {
        item.Text(name, rule.Peer);
        item.Text("description", rule.Description);
    });

    private static bool IsGroup(SecurityGroupRule rule) => rule.Peer.StartsWith("sg-", StringComparison.Ordinal);

    private static bool IsPrefixList(SecurityGroupRule rule) => rule.Peer.StartsWith("pl-", StringComparison.Ordinal);

    private static bool IsIpv6(SecurityGroupRule rule) => rule.Peer.Contains(':', StringComparison.Ordinal);
}
