using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>AuthorizeSecurityGroupIngress, …Egress, RevokeSecurityGroupIngress and …Egress.</summary>
internal static class SecurityGroupRuleActions
{
    // VPC quotas: inbound or outbound rules per security group.
    private const int RulesPerDirection = 60;

    public static void Register(ActionTable table)
    {
        const string common = "GroupId GroupName " + SecurityGroupPermissions.Names + " ";
        table.Add("AuthorizeSecurityGroupIngress", context => Authorize(context, isEgress: false), common + TagParameters.Names);
        table.Add("AuthorizeSecurityGroupEgress", context => Authorize(context, isEgress: true), common + TagParameters.Names);
        table.Add("RevokeSecurityGroupIngress", context => Revoke(context, isEgress: false), common + "SecurityGroupRuleId.N");
        table.Add("RevokeSecurityGroupEgress", context => Revoke(context, isEgress: true), common + "SecurityGroupRuleId.N");
    }

    private static Action<Ec2Xml> Authorize(ActionContext context, bool isEgress)
    {
        var wanted = SecurityGroupPermissions.Read(context.Parameters, isEgress);
        var groupId = GroupId(context);
        if (wanted.Count == 0)
        {
            throw Ec2Errors.MissingParameter("ipPermissions");
        }

        context.Authorize($"security-group/{groupId}");
        var added = context.Mutate(state =>
        {
            var group = state.SecurityGroup(groupId);
            var rules = new List<SecurityGroupRule>();
            foreach (var rule in wanted)
            {
                RequirePeer(state, group, rule);
                if (group.Rules.Concat(rules).Any(present => present.Allows(rule)))
                {
                    throw new Ec2Exception("InvalidPermission.Duplicate", $"the specified rule \"{Describe(rule)}\" already exists");
                }

                rules.Add(rule with { Id = context.Ids.New(ResourceKind.SecurityGroupRule.Prefix) });
            }

            return group.Rules.Count(rule => rule.IsEgress == isEgress) + rules.Count <= RulesPerDirection
                ? (state.With(group with { Rules = group.Rules.AddRange(rules) }), rules)
                : throw new Ec2Exception("RulesPerSecurityGroupLimitExceeded", "The maximum number of rules per security group has been reached.");
        });
        return xml =>
        {
            xml.Text("return", true);
            SecurityGroupXml.WriteRules(context, xml, groupId, added);
        };
    }

    private static Action<Ec2Xml> Revoke(ActionContext context, bool isEgress)
    {
        var unwanted = SecurityGroupPermissions.Read(context.Parameters, isEgress);
        var ids = context.Parameters.Ids("SecurityGroupRuleId", ResourceKind.SecurityGroupRule);
        var groupId = GroupId(context);
        if (unwanted.Count == 0 == (ids.Count == 0))
        {
            throw Ec2Errors.InvalidParameterCombination("The request must contain either permissions or securityGroupRuleIds");
        }

        context.Authorize($"security-group/{groupId}");
        var gone = context.Mutate(state =>
        {
            var group = state.SecurityGroup(groupId);
            var found = ids
                .Select(id => group.Rules.FirstOrDefault(rule => rule.Id == id && rule.IsEgress == isEgress)
                    ?? throw ResourceKind.SecurityGroupRule.NotFound(id))
                .Concat(unwanted.Select(rule => group.Rules.FirstOrDefault(rule.Allows)
                    ?? throw new Ec2Exception("InvalidPermission.NotFound", "The specified rule does not exist in this security group.")))
                .ToArray();
            return (state.With(group with { Rules = group.Rules.RemoveRange(found) }), found);
        });
        return xml =>
        {
            xml.Text("return", true);
            xml.Set("revokedSecurityGroupRuleSet", gone, (item, rule) => item.Text("securityGroupRuleId", rule.Id));
        };
    }

    // Groups of a VPC are named by id in these calls; the name is for EC2-Classic, which is no more.
    private static string GroupId(ActionContext context) =>
        context.Parameters.OptionalId("GroupId", ResourceKind.SecurityGroup)
        ?? throw new Ec2Exception("MissingParameter", "The request must contain the parameter groupName or groupId");

    private static void RequirePeer(LabState state, SecurityGroupResource group, SecurityGroupRule rule)
    {
        if (rule.Peer.StartsWith("sg-", StringComparison.Ordinal))
        {
            if (state.SecurityGroup(rule.Peer).VpcId != group.VpcId)
            {
                throw new Ec2Exception(ResourceKind.SecurityGroup.NotFoundCode, $"You have specified two resources that belong to different networks.");
            }
        }
        else if (rule.Peer.StartsWith("pl-", StringComparison.Ordinal))
        {
            state.PrefixList(rule.Peer);
        }
    }

    private static string Describe(SecurityGroupRule rule)
    {
        var ports = rule.Protocol switch
        {
            "-1" => "ALL",
            "tcp" or "udp" => $"{rule.Protocol.ToUpperInvariant()}, from port: {rule.FromPort}, to port: {rule.ToPort}",
            _ => rule.Protocol.ToUpperInvariant(),
        };
        return $"peer: {rule.Peer}, {ports}, ALLOW";
    }
}
