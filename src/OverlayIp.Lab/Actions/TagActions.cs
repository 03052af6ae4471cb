using System.Collections.Immutable;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>CreateTags, DeleteTags and DescribeTags.</summary>
internal static class TagActions
{
    private static readonly FilterTable<TagDescription> Filters = new(new()
    {
        ["resource-id"] = (_, tag) => [tag.ResourceId],
        ["resource-type"] = (_, tag) => [tag.ResourceType],
        ["key"] = (_, tag) => [tag.Key],
        ["value"] = (_, tag) => [tag.Value],
    });

    private static readonly PageLimits Limits = new(5, 1000);

    public static void Register(ActionTable table)
    {
        table.Add("CreateTags", Create, "ResourceId.N Tag.N.Key Tag.N.Value");
        table.Add("DeleteTags", Delete, "ResourceId.N Tag.N.Key Tag.N.Value");
        table.Add("DescribeTags", Describe, "Filter.N.Name Filter.N.Value.N MaxResults NextToken");
    }

    private static Action<Ec2Xml> Create(ActionContext context)
    {
        var tags = TagParameters.Read(context.Parameters, "Tag");
        if (tags.Count == 0)
        {
            throw Ec2Errors.MissingParameter("tag");
        }

        return Change(context, present => TagParameters.Merge(present, tags));
    }

    // With no tag given all go; a tag without a value goes whatever its value; one with a value only if it has that one.
    private static Action<Ec2Xml> Delete(ActionContext context)
    {
        var tags = TagParameters.Read(context.Parameters, "Tag");
        return Change(context, present => tags.Count == 0
            ? Resource.NoTags
            : present.RemoveRange(tags
                .Where(tag => tag.Value is null || present.GetValueOrDefault(tag.Key) == tag.Value)
                .Select(tag => tag.Key)));
    }

    private static Action<Ec2Xml> Change(
        ActionContext context, Func<ImmutableSortedDictionary<string, string>, ImmutableSortedDictionary<string, string>> change)
    {
        var ids = context.Parameters.List("ResourceId");
        if (ids.Count == 0)
        {
            throw Ec2Errors.MissingParameter("resourceIdSet");
        }

        var kinds = ids.Select(KindOf).ToArray();
        context.Authorize(ids.Zip(kinds, (id, kind) => $"{kind.Type}/{id}").ToArray());
        context.Mutate(state => ids.Zip(kinds).Aggregate(
            state, (current, target) => WithTags(current, target.First, target.Second, change)));
        return xml => xml.Text("return", true);
    }

    private static ResourceKind KindOf(string id) =>
        ResourceKind.Taggable.FirstOrDefault(kind => kind.IsWellFormed(id))
        ?? throw new Ec2Exception("InvalidID", $"The ID '{id}' is not valid");

    private static LabState WithTags(
        LabState state, string id, ResourceKind kind, Func<ImmutableSortedDictionary<string, string>, ImmutableSortedDictionary<string, string>> change)
    {
        switch (kind.Type)
        {
            case "vpc":
                var vpc = state.Vpc(id);
                return state.With(vpc with { Tags = change(vpc.Tags) });
            case "subnet":
                var subnet = state.Subnet(id);
                return state.With(subnet with { Tags = change(subnet.Tags) });
            case "security-group":
                var group = state.SecurityGroup(id);
                return state.With(group with { Tags = change(group.Tags) });
            case "network-acl":
                var acl = state.NetworkAcl(id);
                return state.With(acl with { Tags = change(acl.Tags) });
            case "vpc-peering-connection":
                var peering = state.VpcPeering(id);
                return state.With(peering with { Tags = change(peering.Tags) });
            case "internet-gateway":
                var gateway = state.InternetGateway(id);
                return state.With(gateway with { Tags = change(gateway.Tags) });
            case "transit-gateway":
                var transit = state.TransitGateway(id);
                return state.With(transit with { Tags = change(transit.Tags) });
            case "transit-gateway-attachment":
                var attachment = state.TransitGatewayAttachment(id);
                return state.With(attachment with { Tags = change(attachment.Tags) });
            case "transit-gateway-route-table":
                var transitTable = state.TransitGatewayRouteTable(id);
                return state.With(transitTable with { Tags = change(transitTable.Tags) });
            case "route-table":
                var table = state.RouteTable(id);
                return state.With(table with { Tags = change(table.Tags) });
            case "network-interface":
                var eni = state.NetworkInterface(id);
                return state.With(eni with { Tags = change(eni.Tags) });
            case "instance":
                var instance = state.Instance(id);
                return state.With(instance with { Tags = change(instance.Tags) });
            default:
                var list = state.PrefixList(id);
                return state.With(list with { Tags = change(list.Tags) });
        }
    }

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        context.Authorize();
        var state = context.Seen;
        var all = Of(state.Vpcs, "vpc")
            .Concat(Of(state.Subnets, "subnet"))
            .Concat(Of(state.RouteTables, "route-table"))
            .Concat(Of(state.NetworkInterfaces, "network-interface"))
            .Concat(Of(state.Instances, "instance"))
            .Concat(Of(state.PrefixLists, "prefix-list"))
            .Concat(Of(state.SecurityGroups, "security-group"))
            .Concat(Of(state.NetworkAcls, "network-acl"))
            .Concat(Of(state.VpcPeerings, "vpc-peering-connection"))
            .Concat(Of(state.InternetGateways, "internet-gateway"))
            .Concat(Of(state.TransitGateways, "transit-gateway"))
            .Concat(Of(state.TransitGatewayAttachments, "transit-gateway-attachment"))
            .Concat(Of(state.TransitGatewayRouteTables, "transit-gateway-route-table"))
            .OrderBy(tag => tag.Id, StringComparer.Ordinal);
        var page = Paging.Cut(context, Filters.Apply(context, all), tag => tag.Id, Limits);
        return xml =>
        {
            xml.Set("tagSet", page.Items, (item, tag) =>
            {
                item.Text("resourceId", tag.ResourceId);
                item.Text("resourceType", tag.ResourceType);
                item.Text("key", tag.Key);
                item.Text("value", tag.Value);
            });
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static IEnumerable<TagDescription> Of<T>(ImmutableSortedDictionary<string, T> table, string type)
        where T : Resource =>
        table.Values.SelectMany(resource => resource.Tags.Select(tag => new TagDescription
        {
            Id = resource.Id + "/" + tag.Key,
            ResourceId = resource.Id,
            ResourceType = type,
            Key = tag.Key,
            Value = tag.Value,
            Tags = Resource.NoTags.Add(tag.Key, tag.Value),
        }));

    // One row of DescribeTags.
    private sealed record TagDescription : Resource
    {
        public required string ResourceId { get; init; }

        public required string ResourceType { get; init; }

        public required string Key { get; init; }

        public required string Value { get; init; }
    }
}
