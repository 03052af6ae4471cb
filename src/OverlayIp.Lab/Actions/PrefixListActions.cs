using System.Collections.Immutable;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>Customer-managed prefix lists, which can be the destination of a route.</summary>
internal static class PrefixListActions
{
    private static readonly FilterTable<PrefixListResource> Filters = new(new()
    {
        ["prefix-list-id"] = (_, list) => [list.Id],
        ["prefix-list-name"] = (_, list) => [list.PrefixListName],
        ["owner-id"] = (context, _) => [context.Account.AccountId],
    });

    private static readonly PageLimits Limits = new(1, 100);

    public static void Register(ActionTable table)
    {
        table.Add(
            "CreateManagedPrefixList",
            Create,
            "PrefixListName MaxEntries AddressFamily Entry.N.Cidr Entry.N.Description ClientToken " + TagParameters.Names);
        table.Add(
            "ModifyManagedPrefixList",
            Modify,
            "PrefixListId CurrentVersion PrefixListName MaxEntries AddEntry.N.Cidr AddEntry.N.Description RemoveEntry.N.Cidr");
        table.Add("DeleteManagedPrefixList", Delete, "PrefixListId");
        table.Add("DescribeManagedPrefixLists", Describe, "PrefixListId.N Filter.N.Name Filter.N.Value.N MaxResults NextToken");
        table.Add("GetManagedPrefixListEntries", GetEntries, "PrefixListId TargetVersion MaxResults NextToken");
    }

    private static Action<Ec2Xml> Create(ActionContext context)
    {
        var parameters = context.Parameters;
        var list = new PrefixListResource
        {
            Id = "",
            PrefixListName = parameters.Required("PrefixListName"),
            MaxEntries = parameters.RequiredInteger("MaxEntries"),
            IsIpv6 = parameters.Required("AddressFamily") switch
            {
                "IPv4" => false,
                "IPv6" => true,
                { } other => throw Ec2Errors.InvalidValue(other, "addressFamily", "Expected IPv4 or IPv6."),
            },
            Tags = TagParameters.OfNew(parameters, ResourceKind.PrefixList),
        };
        list = WithEntries(list, [.. Entries(parameters, "Entry", list.IsIpv6)], list.MaxEntries);
        context.Authorize("prefix-list/*");
        var (state, id) = context.Mutate(state => Idempotency.Once(context, state, before =>
        {
            var made = list with { Id = context.Ids.New(ResourceKind.PrefixList.Prefix) };
            return (before.With(made), [made.Id]);
        }));
        return xml => xml.Element("prefixList", item => Write(context, item, state.PrefixList(id[0]), "create-complete"));
    }

    private static Action<Ec2Xml> Modify(ActionContext context)
    {
        var parameters = context.Parameters;
        var id = parameters.RequiredId("PrefixListId", ResourceKind.PrefixList);
        var version = parameters.OptionalInteger("CurrentVersion");
        context.Authorize($"prefix-list/{id}");
        var changed = context.Mutate(state =>
        {
            var list = state.PrefixList(id);
            var added = Entries(parameters, "AddEntry", list.IsIpv6).ToArray();
            var removed = parameters.Indexes("RemoveEntry").Select(index => Block(parameters.Required($"RemoveEntry.{index}.Cidr"), list.IsIpv6)).ToArray();
            if (added.Length + removed.Length > 0 && version != list.Version)
            {
                throw version is null
                    ? Ec2Errors.MissingParameter("currentVersion")
                    : new Ec2Exception("PrefixListVersionMismatch", "The prefix list has the incorrect version number.");
            }

            var entries = list.Entries.RemoveAll(entry => removed.Contains(entry.Block));
            entries = entries.RemoveAll(entry => added.Any(other => other.Block == entry.Block)).AddRange(added);
            list = WithEntries(list, entries, parameters.OptionalInteger("MaxEntries") ?? list.MaxEntries) with
            {
                PrefixListName = parameters.Optional("PrefixListName") ?? list.PrefixListName,
                Version = list.Version + (added.Length + removed.Length > 0 ? 1 : 0),
            };
            return (state.With(list), list);
        });
        return xml => xml.Element("prefixList", item => Write(context, item, changed, "modify-complete"));
    }

    private static Action<Ec2Xml> Delete(ActionContext context)
    {
        var id = context.Parameters.RequiredId("PrefixListId", ResourceKind.PrefixList);
        context.Authorize($"prefix-list/{id}");
        var deleted = context.Mutate(state =>
        {
            var list = state.PrefixList(id);
            return state.RouteTables.Values.Any(table => table.Routes.Any(route => route.Destination == id))
                ? throw Ec2Errors.DependencyViolation($"The prefix list '{id}' has dependencies and cannot be deleted.")
                : (state with { PrefixLists = state.PrefixLists.Remove(id) }, list);
        });
        return xml => xml.Element("prefixList", item => Write(context, item, deleted, "delete-complete"));
    }

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        var ids = context.Parameters.Ids("PrefixListId", ResourceKind.PrefixList);
        context.Authorize();
        var found = Filters.Apply(context, Lookup.Select(context.Seen.PrefixLists, ids, ResourceKind.PrefixList));
        var page = Paging.Cut(context, found, list => list.Id, Limits);
        return xml =>
        {
            xml.Set("prefixListSet", page.Items, (item, list) => Write(context, item, list, list.Version == 1 ? "create-complete" : "modify-complete"));
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static Action<Ec2Xml> GetEntries(ActionContext context)
    {
        var id = context.Parameters.RequiredId("PrefixListId", ResourceKind.PrefixList);
        context.Authorize($"prefix-list/{id}");
        var list = context.Seen.PrefixList(id);
        if (context.Parameters.OptionalInteger("TargetVersion") is { } version && version != list.Version)
        {
            throw Ec2Errors.InvalidValue($"{version}", "targetVersion", "The lab keeps only the present version of a prefix list.");
        }

        var entries = list.Entries.OrderBy(entry => entry.Block.ToString(), StringComparer.Ordinal);
        var page = Paging.Cut(context, entries, entry => entry.Block.ToString(), Limits);
        return xml =>
        {
            xml.Set("entrySet", page.Items, (item, entry) =>
            {
                item.Text("cidr", entry.Block.ToString());
                item.Text("description", entry.Description);
            });
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static PrefixListResource WithEntries(PrefixListResource list, ImmutableArray<PrefixListEntry> entries, int maxEntries) =>
        maxEntries >= 1 && entries.Length <= maxEntries
            ? list with { Entries = entries, MaxEntries = maxEntries }
            : throw new Ec2Exception("PrefixListMaxEntriesExceeded", "You've reached the maximum number of entries for the prefix list.");

    private static IEnumerable<PrefixListEntry> Entries(QueryParameters parameters, string name, bool ipv6) => parameters.Indexes(name)
        .Select(index => new PrefixListEntry(
            Block(parameters.Required($"{name}.{index}.Cidr"), ipv6),
            parameters.Optional($"{name}.{index}.Description")));

    private static CidrBlock Block(string text, bool ipv6) =>
        text.Contains('/', StringComparison.Ordinal) && CidrBlock.TryParse(text, out var block) && block.IsIpv6() == ipv6
            ? block
            : throw Ec2Errors.InvalidValue(text, "cidr", "This is not a valid CIDR block.");

    private static void Write(ActionContext context, Ec2Xml xml, PrefixListResource list, string state)
    {
        xml.Text("prefixListId", list.Id);
        xml.Text("addressFamily", list.IsIpv6 ? "IPv6" : "IPv4");
        xml.Text("state", state);
        xml.Text("prefixListArn", context.Account.Ec2Arn($"prefix-list/{list.Id}"));
        xml.Text("prefixListName", list.PrefixListName);
        xml.Text("maxEntries", list.MaxEntries);
        xml.Text("version", list.Version);
        xml.Text("ownerId", context.Account.AccountId);
        xml.Tags(list);
    }
}
