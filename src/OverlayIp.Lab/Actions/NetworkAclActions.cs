using System.Globalization;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>DescribeNetworkAcls, CreateNetworkAcl, DeleteNetworkAcl and ReplaceNetworkAclAssociation.</summary>
internal static class NetworkAclActions
{
    private static readonly FilterTable<NetworkAclResource> Filters = new(new()
    {
        ["network-acl-id"] = (_, acl) => [acl.Id],
        ["vpc-id"] = (_, acl) => [acl.VpcId],
        ["default"] = (_, acl) => [acl.IsDefault ? "true" : "false"],
        ["owner-id"] = (context, _) => [context.Account.AccountId],
        ["association.association-id"] = (context, acl) => AssociationsOf(context.Seen, acl).Select(associated => associated.Association.Id),
        ["association.network-acl-id"] = (context, acl) => AssociationsOf(context.Seen, acl).Select(_ => acl.Id),
        ["association.subnet-id"] = (context, acl) => AssociationsOf(context.Seen, acl).Select(associated => associated.Subnet.Id),
        ["entry.cidr"] = (context, acl) => Of(context, acl, entry => entry.Block.IsIpv6() ? null : entry.Block.ToString()),
        ["entry.ipv6-cidr"] = (context, acl) => Of(context, acl, entry => entry.Block.IsIpv6() ? entry.Block.ToString() : null),
        ["entry.egress"] = (context, acl) => Of(context, acl, entry => entry.IsEgress ? "true" : "false"),
        ["entry.icmp.code"] = (context, acl) => Of(context, acl, entry => Number(entry.Icmp?.Code)),
        ["entry.icmp.type"] = (context, acl) => Of(context, acl, entry => Number(entry.Icmp?.Type)),
        ["entry.port-range.from"] = (context, acl) => Of(context, acl, entry => Number(entry.Ports?.From)),
        ["entry.port-range.to"] = (context, acl) => Of(context, acl, entry => Number(entry.Ports?.To)),
        ["entry.protocol"] = (context, acl) => Of(context, acl, entry => Number(entry.Protocol)),
        ["entry.rule-action"] = (context, acl) => Of(context, acl, entry => entry.IsAllow ? "allow" : "deny"),
        ["entry.rule-number"] = (context, acl) => Of(context, acl, entry => Number(entry.RuleNumber)),
    });

    private static readonly PageLimits Limits = new(5, 1000);

    public static void Register(ActionTable table)
    {
        table.Add("DescribeNetworkAcls", Describe, "NetworkAclId.N Filter.N.Name Filter.N.Value.N MaxResults NextToken");
        table.Add("CreateNetworkAcl", Create, "VpcId ClientToken " + TagParameters.Names);
        table.Add("DeleteNetworkAcl", Delete, "NetworkAclId");
        table.Add("ReplaceNetworkAclAssociation", ReplaceAssociation, "AssociationId NetworkAclId");
    }

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        var ids = context.Parameters.Ids("NetworkAclId", ResourceKind.NetworkAcl);
        context.Authorize();
        var found = Filters.Apply(context, Lookup.Select(context.Seen.NetworkAcls, ids, ResourceKind.NetworkAcl));
        var page = Paging.Cut(context, found, acl => acl.Id, Limits);
        return xml =>
        {
            xml.Set("networkAclSet", page.Items, (item, acl) => Write(context, item, context.Seen, acl));
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static Action<Ec2Xml> Create(ActionContext context)
    {
        var vpcId = context.Parameters.RequiredId("VpcId", ResourceKind.Vpc);
        var tags = TagParameters.OfNew(context.Parameters, ResourceKind.NetworkAcl);
        context.Authorize("network-acl/*", $"vpc/{vpcId}");
        var (state, id) = context.Mutate(state => Idempotency.Once(context, state, before =>
        {
            // A new one denies everything until it has rules.
            var acl = new NetworkAclResource
            {
                Id = context.Ids.New(ResourceKind.NetworkAcl.Prefix), VpcId = before.Vpc(vpcId).Id, IsDefault = false, Tags = tags,
            };
            return (before.With(acl), [acl.Id]);
        }));
        return xml =>
        {
            xml.Element("networkAcl", item => Write(context, item, state, state.NetworkAcl(id[0])));
            xml.Text("clientToken", context.Parameters.Optional("ClientToken"));
        };
    }

    private static Action<Ec2Xml> Delete(ActionContext context)
    {
        var id = context.Parameters.RequiredId("NetworkAclId", ResourceKind.NetworkAcl);
        context.Authorize($"network-acl/{id}");
        context.Mutate(state =>
        {
            var acl = state.NetworkAcl(id);
            if (acl.IsDefault)
            {
                // No document has this code and message.
                throw Ec2Errors.InvalidParameterValue($"cannot delete default network ACL {id}");
            }

            return AssociationsOf(state, acl).Any()
                ? throw Ec2Errors.DependencyViolation($"The networkAcl '{id}' has dependencies and cannot be deleted.")
                : state with { NetworkAcls = state.NetworkAcls.Remove(id) };
        });
        return xml => xml.Text("return", true);
    }

    // The only way to change which ACL a subnet has: it always has one.
    private static Action<Ec2Xml> ReplaceAssociation(ActionContext context)
    {
        var associationId = context.Parameters.RequiredId("AssociationId", ResourceKind.NetworkAclAssociation);
        var aclId = context.Parameters.RequiredId("NetworkAclId", ResourceKind.NetworkAcl);
        context.Authorize($"network-acl/{aclId}", $"subnet/{SubnetOf(context.Present, associationId)?.Id ?? "*"}");
        var made = context.Mutate(state =>
        {
            var subnet = SubnetOf(state, associationId) ?? throw ResourceKind.NetworkAclAssociation.NotFound(associationId);
            var acl = state.NetworkAcl(aclId);
            if (acl.VpcId != subnet.VpcId)
            {
                throw Ec2Errors.InvalidParameterValue($"network ACL {aclId} and subnet {subnet.Id} belong to different networks");
            }

            var association = new NetworkAclAssociation(context.Ids.New(ResourceKind.NetworkAclAssociation.Prefix), acl.Id);
            return (state.With(subnet with { NetworkAcl = association }), association.Id);
        });
        return xml => xml.Text("newAssociationId", made);
    }

    private static void Write(ActionContext context, Ec2Xml xml, LabState state, NetworkAclResource acl)
    {
        xml.Text("networkAclId", acl.Id);
        xml.Text("vpcId", acl.VpcId);
        xml.Text("default", acl.IsDefault);
        xml.Text("ownerId", context.Account.AccountId);
        xml.Set("entrySet", VpcNetworkAcls.EntriesWithLast(state, acl), WriteEntry);
        xml.Set("associationSet", AssociationsOf(state, acl), (item, associated) =>
        {
            item.Text("networkAclAssociationId", associated.Association.Id);
            item.Text("networkAclId", acl.Id);
            item.Text("subnetId", associated.Subnet.Id);
        });
        xml.Tags(acl);
    }

    private static void WriteEntry(Ec2Xml xml, NetworkAclEntry entry)
    {
        xml.Text("ruleNumber", entry.RuleNumber);
        xml.Text("protocol", Number(entry.Protocol));
        xml.Text("ruleAction", entry.IsAllow ? "allow" : "deny");
        xml.Text("egress", entry.IsEgress);
        xml.Text(entry.Block.IsIpv6() ? "ipv6CidrBlock" : "cidrBlock", entry.Block.ToString());
        if (entry.Icmp is { } icmp)
        {
            xml.Element("icmpTypeCode", item =>
            {
                item.Text("type", icmp.Type);
                item.Text("code", icmp.Code);
            });
        }

        if (entry.Ports is { } ports)
        {
            xml.Element("portRange", item =>
            {
                item.Text("from", ports.From);
                item.Text("to", ports.To);
            });
        }
    }

    private static IEnumerable<(SubnetResource Subnet, NetworkAclAssociation Association)> AssociationsOf(LabState state, NetworkAclResource acl) =>
        state.Subnets.Values
            .Where(subnet => subnet.VpcId == acl.VpcId)
            .Select(subnet => (Subnet: subnet, Association: VpcNetworkAcls.AssociationOf(state, subnet)))
            .Where(associated => associated.Association.NetworkAclId == acl.Id);

    private static SubnetResource? SubnetOf(LabState state, string associationId) =>
        state.Subnets.Values.FirstOrDefault(subnet => VpcNetworkAcls.AssociationOf(state, subnet).Id == associationId);

    private static IEnumerable<string?> Of(ActionContext context, NetworkAclResource acl, Func<NetworkAclEntry, string?> value) =>
        VpcNetworkAcls.EntriesWithLast(context.Seen, acl).Select(value);

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
