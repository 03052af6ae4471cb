using System.Globalization;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>DescribeSecurityGroups, CreateSecurityGroup and DeleteSecurityGroup.</summary>
internal static class SecurityGroupActions
{
    private static readonly FilterTable<SecurityGroupResource> Filters = new(new()
    {
        ["group-id"] = (_, group) => [group.Id],
        ["group-name"] = (_, group) => [group.GroupName],
        ["description"] = (_, group) => [group.Description],
        ["vpc-id"] = (_, group) => [group.VpcId],
        ["owner-id"] = (context, _) => [context.Account.AccountId],
        ["ip-permission.protocol"] = (_, group) => Of(group, false, rule => rule.Protocol),
        ["ip-permission.from-port"] = (_, group) => Of(group, false, rule => Number(rule.FromPort)),
        ["ip-permission.to-port"] = (_, group) => Of(group, false, rule => Number(rule.ToPort)),
        ["ip-permission.cidr"] = (_, group) => Of(group, false, rule => rule.Peer),
        ["ip-permission.ipv6-cidr"] = (_, group) => Of(group, false, rule => rule.Peer),
        ["ip-permission.group-id"] = (_, group) => Of(group, false, rule => rule.Peer),
        ["ip-permission.prefix-list-id"] = (_, group) => Of(group, false, rule => rule.Peer),
        ["egress.ip-permission.protocol"] = (_, group) => Of(group, true, rule => rule.Protocol),
        ["egress.ip-permission.from-port"] = (_, group) => Of(group, true, rule => Number(rule.FromPort)),
        ["egress.ip-permission.to-port"] = (_, group) => Of(group, true, rule => Number(rule.ToPort)),
        ["egress.ip-permission.cidr"] = (_, group) => Of(group, true, rule => rule.Peer),
        ["egress.ip-permission.ipv6-cidr"] = (_, group) => Of(group, true, rule => rule.Peer),
        ["egress.ip-permission.group-id"] = (_, group) => Of(group, true, rule => rule.Peer),
        ["egress.ip-permission.prefix-list-id"] = (_, group) => Of(group, true, rule => rule.Peer),
    });

    private static readonly PageLimits Limits = new(5, 1000);

    public static void Register(ActionTable table)
    {
        table.Add("DescribeSecurityGroups", Describe, "GroupId.N GroupName.N Filter.N.Name Filter.N.Value.N MaxResults NextToken");
        table.Add("CreateSecurityGroup", Create, "GroupName GroupDescription VpcId " + TagParameters.Names);
        table.Add("DeleteSecurityGroup", Delete, "GroupId GroupName");
    }

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        var ids = context.Parameters.Ids("GroupId", ResourceKind.SecurityGroup);
        var names = context.Parameters.List("GroupName");
        context.Authorize();
        var chosen = Lookup.Select(context.Seen.SecurityGroups, ids, ResourceKind.SecurityGroup)
            .Where(group => names.Count == 0 || names.Contains(group.GroupName, StringComparer.Ordinal));
        var page = Paging.Cut(context, Filters.Apply(context, chosen), group => group.Id, Limits);
        return xml =>
        {
            xml.Set("securityGroupInfo", page.Items, (item, group) => SecurityGroupXml.Write(context, item, group));
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static Action<Ec2Xml> Create(ActionContext context)
    {
        var parameters = context.Parameters;
        var name = parameters.Required("GroupName");
        var description = parameters.Required("GroupDescription");
        var vpcId = parameters.OptionalId("VpcId", ResourceKind.Vpc)
            // No VPC of the lab is the Region's default one.
            ?? throw new Ec2Exception("VPCIdNotSpecified", "No default VPC for this user");
        var tags = TagParameters.OfNew(parameters, ResourceKind.SecurityGroup);
        RequireName(name, description);
        context.Authorize("security-group/*", $"vpc/{vpcId}");
        var made = context.Mutate(state =>
        {
            state.Vpc(vpcId);
            if (state.SecurityGroups.Values.Any(other => other.VpcId == vpcId && other.GroupName == name))
            {
                throw new Ec2Exception("InvalidGroup.Duplicate", $"The security group '{name}' already exists for VPC '{vpcId}'");
            }

            var group = new SecurityGroupResource
            {
                Id = context.Ids.New(ResourceKind.SecurityGroup.Prefix),
                VpcId = vpcId,
                GroupName = name,
                Description = description,
                // EC2 lets a new group send everywhere by IPv4, until that rule is revoked; by IPv6 if the VPC has a block of it.
                Rules =
                [
                    new(context.Ids.New(ResourceKind.SecurityGroupRule.Prefix), IsEgress: true, "-1", -1, -1, "0.0.0.0/0"),
                    .. state.Vpc(vpcId).Cidrs.Any(cidr => cidr.Block.IsIpv6())
                        ? [new SecurityGroupRule(context.Ids.New(ResourceKind.SecurityGroupRule.Prefix), IsEgress: true, "-1", -1, -1, "::/0")]
                        : Array.Empty<SecurityGroupRule>(),
                ],
                Tags = tags,
            };
            return (state.With(group), group);
        });
        return xml =>
        {
            xml.Text("return", true);
            xml.Text("groupId", made.Id);
            xml.Tags(made);
            xml.Text("securityGroupArn", context.Account.Ec2Arn($"security-group/{made.Id}"));
        };
    }

    private static Action<Ec2Xml> Delete(ActionContext context)
    {
        var id = context.Parameters.OptionalId("GroupId", ResourceKind.SecurityGroup) ?? throw Ec2Errors.MissingParameter("groupId");
        context.Authorize($"security-group/{id}");
        context.Mutate(state =>
        {
            var group = state.SecurityGroup(id);
            if (group.GroupName == "default")
            {
                throw new Ec2Exception("CannotDelete", $"the specified group: \"{id}\" name: \"default\" cannot be deleted by a user");
            }

            var inUse = state.NetworkInterfaces.Values.Any(eni => eni.GroupIds.Contains(id))
                || state.SecurityGroups.Values.Any(other => other.Id != id && other.Rules.Any(rule => rule.Peer == id));
            return inUse
                ? throw Ec2Errors.DependencyViolation($"resource {id} has a dependent object")
                : state with { SecurityGroups = state.SecurityGroups.Remove(id) };
        });
        return xml =>
        {
            xml.Text("return", true);
            xml.Text("groupId", id);
        };
    }

    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
    private static void RequireName(string name, string description)
    {
        if (name.Length > 255 || name.StartsWith("sg-", StringComparison.Ordinal))
        {
            throw Ec2Errors.InvalidValue(name, "groupName", "It must have at most 255 characters and may not begin with 'sg-'.");
        }

        if (name == "default")
        {
            throw new Ec2Exception("InvalidGroup.Reserved", "The security group 'default' is reserved");
        }

        if (description.Length > 255)
        {
            throw Ec2Errors.InvalidValue(description, "groupDescription", "It must have at most 255 characters.");
        }
    }

    private static IEnumerable<string?> Of(SecurityGroupResource group, bool isEgress, Func<SecurityGroupRule, string?> value) =>
        group.Rules.Where(rule => rule.IsEgress == isEgress).Select(value);

    private static string Number(int port) => port.ToString(CultureInfo.InvariantCulture);
}
