using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Reach;
using OverlayIp.Engine.Routing;
using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Reading;

/// <summary>
/// Reads what the wanted checks rest on, for one VPC: filtered calls, each once, and at once where one does not need another's answer.
/// A call that the identity may not make gives a reading that says so; what else goes wrong is thrown.
/// </summary>
/// <param name="connection">The way to EC2.</param>
/// <param name="local">This machine.</param>
/// <param name="started">When the test began, by the connection's clock.</param>
internal sealed class VpcFactReader(Ec2Connection connection, ILocalNodeReader local, long started)
{
    // What the API actions take at most, so that what fits in one page is one call.
    private const int PageSize = 1000;
    private const int SmallPageSize = 100;

    private const string EndpointPrefix = "vpce-";

    // What EC2 names as the owner of the lists of its own.
    private const string Aws = "AWS";

    /// <summary>Reads the route tables with these ids and filters.</summary>
    public Task<Reading<RouteTableFact>> TablesAsync(IReadOnlyList<string> ids, IReadOnlyList<Filter> filters, CancellationToken cancellationToken) =>
        ReadAsync("DescribeRouteTables", ids, async () =>
            (IReadOnlyList<RouteTableFact>)(await RouteTableReader.ReadAllAsync(connection, ids, filters, cancellationToken)).ConvertAll(FactMapping.Of), cancellationToken);

    /// <summary>Reads all the rest.</summary>
    /// <param name="vpcId">The VPC.</param>
    /// <param name="tables">Its route tables, or how they are being read.</param>
    /// <param name="kinds">What is wanted.</param>
    /// <param name="request">What is tested.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    public async Task<VpcFacts> ReadAsync(
        string vpcId, Task<Reading<RouteTableFact>> tables, FactKind kinds, ValidationRequest request, CancellationToken cancellationToken)
    {
        var subnets = Wanted(kinds, FactKind.Subnets, () => SubnetsAsync(vpcId, cancellationToken));
        var interfaces = Wanted(kinds, FactKind.Interfaces, () => InterfacesAsync(vpcId, cancellationToken));
        var groups = Wanted(kinds, FactKind.Groups, () => GroupsAsync(vpcId, cancellationToken));
        var acls = Wanted(kinds, FactKind.Acls, () => AclsAsync(vpcId, cancellationToken));
        var peerings = Wanted(kinds, FactKind.Peerings, () => PeeringsAsync(vpcId, cancellationToken));
        var attachments = Wanted(kinds, FactKind.TransitAttachments, () => TransitAttachmentsAsync(vpcId, cancellationToken));
        var vpcs = Wanted(kinds, FactKind.Vpcs, () => VpcsAsync(cancellationToken));
        var instances = Wanted(kinds, FactKind.Instances, async () => await InstancesAsync(vpcId, await tables, request, cancellationToken));
        var health = Wanted(kinds, FactKind.Health, async () => await HealthAsync(await tables, request, cancellationToken));
        var lists = Wanted(kinds, FactKind.PrefixLists, async () => await PrefixListsAsync(request, await tables, await groups, cancellationToken));
        await Task.WhenAll(tables, subnets, interfaces, groups, acls, peerings, attachments, vpcs, instances, health, lists);
        var facts = new VpcFacts
        {
            VpcId = vpcId,
            Tables = await tables,
            Subnets = await subnets,
            Interfaces = await interfaces,
            Groups = await groups,
            Acls = await acls,
            Peerings = await peerings,
            TransitAttachments = await attachments,
            Vpcs = await vpcs,
            Instances = await instances,
            Health = await health,
            PrefixLists = await lists,
        };
        return kinds.HasFlag(FactKind.LocalNode) ? facts with { LocalNode = await LocalNodeAsync(facts, request, cancellationToken) } : facts;
    }

    /// <summary>Reads where candidates are, for when nothing else tells the VPC.</summary>
    public Task<Reading<InstanceFact>> CandidatesAsync(ValidationRequest request, CancellationToken cancellationToken) =>
        InstancesAsync(null, new Reading<RouteTableFact>(), request, cancellationToken);

    /// <summary>Walks the ways from outside, each hop by hop: how many calls that takes depends on where they lead.</summary>
    public Task<Reading<OverlayPath>> PathsAsync(VpcFacts facts, ValidationRequest request, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var walker = new PathWalker(connection);
        return ReadAsync(
            "SearchTransitGatewayRoutes",
            [],
            async () =>
            {
                var paths = new List<OverlayPath>();
                foreach (var (destination, from) in from destination in DestinationsOf(facts.Tables, request)
                                                    from block in new DestinationView(facts, destination, request).Blocks
                                                    from source in request.From
                                                    where source.AddressFamily == block.AddressFamily
                                                    select (block, source))
                {
                    paths.Add(await walker.WalkAsync(
                        new PathRequest { Destination = destination, From = PathSource.Block(from), VpcId = facts.VpcId }, observer, cancellationToken));
                }

                return (IReadOnlyList<OverlayPath>)paths;
            },
            cancellationToken);
    }

    /// <summary>Makes a reading of trial calls.</summary>
    public Task<Reading<SwitchTrialFact>> TrialsAsync(Func<Task<IReadOnlyList<SwitchTrialFact>>> run, CancellationToken cancellationToken) =>
        ReadAsync("ReplaceRoute", [], run, cancellationToken);

    private static Task<Reading<T>> Wanted<T>(FactKind kinds, FactKind kind, Func<Task<Reading<T>>> read) =>
        kinds.HasFlag(kind) ? read() : Task.FromResult(new Reading<T>());

    private Task<Reading<SubnetFact>> SubnetsAsync(string vpcId, CancellationToken cancellationToken) => ReadPagesAsync(
        "DescribeSubnets",
        token => connection.Client.DescribeSubnetsAsync(
            new DescribeSubnetsRequest { Filters = [OfVpc(vpcId)], MaxResults = PageSize, NextToken = token }, cancellationToken),
        page => ((page.Subnets ?? []).Select(FactMapping.Of), page.NextToken),
        cancellationToken);

    private Task<Reading<NetworkInterfaceFact>> InterfacesAsync(string vpcId, CancellationToken cancellationToken) => ReadPagesAsync(
        "DescribeNetworkInterfaces",
        token => connection.Client.DescribeNetworkInterfacesAsync(
            new DescribeNetworkInterfacesRequest { Filters = [OfVpc(vpcId)], MaxResults = PageSize, NextToken = token }, cancellationToken),
        page => ((page.NetworkInterfaces ?? []).Select(FactMapping.Of), page.NextToken),
        cancellationToken);

    private Task<Reading<SecurityGroupFact>> GroupsAsync(string vpcId, CancellationToken cancellationToken) => ReadPagesAsync(
        "DescribeSecurityGroups",
        token => connection.Client.DescribeSecurityGroupsAsync(
            new DescribeSecurityGroupsRequest { Filters = [OfVpc(vpcId)], MaxResults = PageSize, NextToken = token }, cancellationToken),
        page => ((page.SecurityGroups ?? []).Select(FactMapping.Of), page.NextToken),
        cancellationToken);

    private Task<Reading<NetworkAclFact>> AclsAsync(string vpcId, CancellationToken cancellationToken) => ReadPagesAsync(
        "DescribeNetworkAcls",
        token => connection.Client.DescribeNetworkAclsAsync(
            new DescribeNetworkAclsRequest { Filters = [OfVpc(vpcId)], MaxResults = PageSize, NextToken = token }, cancellationToken),
        page => ((page.NetworkAcls ?? []).Select(FactMapping.Of), page.NextToken),
        cancellationToken);

    // The VPC may be at either end, and filters of different names must all hold: so all that are active are read.
    private Task<Reading<PeeringFact>> PeeringsAsync(string vpcId, CancellationToken cancellationToken) => ReadPagesAsync(
        "DescribeVpcPeeringConnections",
        token => connection.Client.DescribeVpcPeeringConnectionsAsync(
            new DescribeVpcPeeringConnectionsRequest { Filters = [new Filter { Name = "status-code", Values = ["active"] }], MaxResults = PageSize, NextToken = token },
            cancellationToken),
        page => ((page.VpcPeeringConnections ?? []).Select(p => FactMapping.PeeringOf(p, vpcId)).OfType<PeeringFact>(), page.NextToken),
        cancellationToken);

    // Those of the other VPCs at the same transit gateways are among them: asking for them afterwards would cost a round trip.
    private async Task<Reading<TransitAttachmentFact>> TransitAttachmentsAsync(string vpcId, CancellationToken cancellationToken)
    {
        var all = await ReadPagesAsync(
            "DescribeTransitGatewayVpcAttachments",
            token => connection.Client.DescribeTransitGatewayVpcAttachmentsAsync(
                new DescribeTransitGatewayVpcAttachmentsRequest { Filters = [new Filter { Name = "state", Values = ["available"] }], MaxResults = PageSize, NextToken = token },
                cancellationToken),
            page => ((page.TransitGatewayVpcAttachments ?? []).Select(a =>
                new TransitAttachmentFact(a.TransitGatewayAttachmentId!, a.TransitGatewayId!, a.VpcId!, a.SubnetIds ?? [])), page.NextToken),
            cancellationToken);
        var own = all.Items.Where(a => a.VpcId == vpcId).Select(a => a.TransitGatewayId).ToHashSet(StringComparer.Ordinal);
        return all with { Items = [.. all.Items.Where(a => own.Contains(a.TransitGatewayId))] };
    }

    private Task<Reading<VpcFact>> VpcsAsync(CancellationToken cancellationToken) => ReadPagesAsync(
        "DescribeVpcs",
        token => connection.Client.DescribeVpcsAsync(new DescribeVpcsRequest { MaxResults = PageSize, NextToken = token }, cancellationToken),
        page => ((page.Vpcs ?? []).Select(FactMapping.Of), page.NextToken),
        cancellationToken);

    // By filter and not by id: one unknown id fails the whole call, and what does not exist is a finding.
    private async Task<Reading<InstanceFact>> InstancesAsync(
        string? vpcId, Reading<RouteTableFact> tables, ValidationRequest request, CancellationToken cancellationToken)
    {
        var ids = InstanceIdsIn(tables, request);
        string[] interfaces = [.. request.Candidates.Select(c => c.NetworkInterfaceId).OfType<string>(), .. InterfaceIdsWithoutInstance(tables, request)];
        Filter byId = new() { Name = "instance-id", Values = [.. ids] };
        Filter byInterface = new() { Name = "network-interface.network-interface-id", Values = [.. interfaces.Distinct(StringComparer.Ordinal)] };
        Filter[] filters = (ids.Count, interfaces.Length) switch
        {
            (0, 0) => [],
            (_, 0) => [byId],
            (0, _) => [byInterface],

            // Filters of two names must both hold. A quick test has one call for this.
            _ when request.IsQuick && vpcId is not null => [OfVpc(vpcId)],
            _ => [byId, byInterface],
        };
        var readings = await Task.WhenAll(filters.Select(filter => ReadPagesAsync(
            "DescribeInstances",
            token => connection.Client.DescribeInstancesAsync(
                new DescribeInstancesRequest { Filters = [filter], MaxResults = PageSize, NextToken = token }, cancellationToken),
            page => ((page.Reservations ?? []).SelectMany(r => r.Instances ?? []).Select(FactMapping.Of), page.NextToken),
            cancellationToken)));
        return readings.Length == 0
            ? Reading<InstanceFact>.Of()
            : readings[0] with { Items = [.. readings.SelectMany(r => r.Items).DistinctBy(i => i.Id)], Elapsed = readings.Max(r => r.Elapsed) };
    }

    private async Task<Reading<InstanceHealthFact>> HealthAsync(Reading<RouteTableFact> tables, ValidationRequest request, CancellationToken cancellationToken)
    {
        var ids = InstanceIdsIn(tables, request);
        return ids.Count == 0
            ? Reading<InstanceHealthFact>.Of()
            : await ReadAsync("DescribeInstanceStatus", ids, async () => await HealthOfAsync(ids, cancellationToken), cancellationToken);
    }

    // This action has no filter for ids. The unknown ones, which its error names, are told of by another check.
    private async Task<IReadOnlyList<InstanceHealthFact>> HealthOfAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await connection.Client.DescribeInstanceStatusAsync(new DescribeInstanceStatusRequest { InstanceIds = [.. ids] }, cancellationToken);
            return [.. (answer.InstanceStatuses ?? []).Select(FactMapping.Of)];
        }
        catch (Exception e) when (AwsErrors.HasCode(e, "InvalidInstanceID.NotFound"))
        {
            string[] known = [.. ids.Where(id => !e.Message.Contains(id, StringComparison.Ordinal))];
            return known.Length == 0 || known.Length == ids.Count ? [] : await HealthOfAsync(known, cancellationToken);
        }
    }

    // Gateway endpoints are reached by prefix lists of AWS, whose addresses are its own public ones: neither their routes nor their entries matter.
    private async Task<Reading<PrefixListFact>> PrefixListsAsync(
        ValidationRequest request, Reading<RouteTableFact> tables, Reading<SecurityGroupFact> groups, CancellationToken cancellationToken)
    {
        string[] ids =
        [
            .. request.Destinations.Concat(tables.Items.SelectMany(t => t.Routes).Where(r => !r.Hop.Id.StartsWith(EndpointPrefix, StringComparison.Ordinal)).Select(r => r.Destination))
                .Select(d => d.PrefixListId)
                .Concat(groups.Items.SelectMany(g => g.Inbound.Concat(g.Outbound)).Select(r => r.PrefixListId)).OfType<string>().Distinct(StringComparer.Ordinal),
        ];
        if (ids.Length == 0)
        {
            return Reading<PrefixListFact>.Of();
        }

        var lists = await ReadPagesAsync(
            "DescribeManagedPrefixLists",
            token => connection.Client.DescribeManagedPrefixListsAsync(
                new DescribeManagedPrefixListsRequest
                {
                    Filters = [new Filter { Name = "prefix-list-id", Values = [.. ids] }],
                    MaxResults = SmallPageSize,
                    NextToken = token,
                },
                cancellationToken),
            page => (page.PrefixLists ?? [], page.NextToken),
            cancellationToken);
        var entries = await Task.WhenAll(lists.Items.Select(async list =>
            (List: list, Read: list.OwnerId == Aws ? new Reading<OverlayIp.CidrBlock>() : await EntriesAsync(list.PrefixListId!, cancellationToken))));
        var denied = Array.Find(entries, e => e.Read.Denied is not null).Read;
        return new Reading<PrefixListFact>
        {
            IsRead = true,
            Denied = lists.Denied ?? denied?.Denied,
            Permission = denied is null ? lists.Permission : denied.Permission,
            Elapsed = entries.Select(e => e.Read.Elapsed).Append(lists.Elapsed).Max(),
            Items = [.. entries.Select(e => new PrefixListFact
            {
                Id = e.List.PrefixListId!,
                Name = e.List.PrefixListName,
                MaxEntries = e.List.MaxEntries,
                Blocks = e.Read.Items,
            })],
        };
    }

    private Task<Reading<OverlayIp.CidrBlock>> EntriesAsync(string prefixListId, CancellationToken cancellationToken) => ReadPagesAsync(
        "GetManagedPrefixListEntries",
        token => connection.Client.GetManagedPrefixListEntriesAsync(
            new GetManagedPrefixListEntriesRequest { PrefixListId = prefixListId, MaxResults = SmallPageSize, NextToken = token }, cancellationToken),
        page => (FactMapping.BlocksIn((page.Entries ?? []).Select(e => e.Cidr)), page.NextToken),
        cancellationToken,
        prefixListId);

    private async Task<Reading<LocalNodeFact>> LocalNodeAsync(VpcFacts facts, ValidationRequest request, CancellationToken cancellationToken)
    {
        var own = OwnInterfaces(facts, request).Select(eni => eni.Id).Distinct(StringComparer.Ordinal).ToList();
        if (own.Count == 0)
        {
            return Reading<LocalNodeFact>.Of();
        }

        List<OverlayIp.CidrBlock> wanted = [.. DestinationsOf(facts.Tables, request).Select(d => d.Cidr).OfType<OverlayIp.CidrBlock>().Where(c => c.IsSingleAddress)];
        try
        {
            var addresses = wanted.Count == 0 ? [] : await local.AddressesAsync(wanted, cancellationToken);
            return Reading<LocalNodeFact>.Of([.. own.Select(id => new LocalNodeFact { NetworkInterfaceId = id, Addresses = addresses })])
                with
            { Elapsed = Elapsed };
        }
        catch (OverlayIpException failure)
        {
            return new Reading<LocalNodeFact> { IsRead = true, Denied = failure, Elapsed = Elapsed };
        }
    }

    private IEnumerable<NetworkInterfaceFact> OwnInterfaces(VpcFacts facts, ValidationRequest request)
    {
        var known = facts.Instances.Items.SelectMany(i => i.Interfaces).Concat(facts.Interfaces.Items);
        if (request.LocalNode is { } node)
        {
            return known.Where(eni => node.NetworkInterfaceId is { } id ? eni.Id == id : eni.InstanceId == node.InstanceId);
        }

        var macs = local.MacAddresses().ToHashSet(StringComparer.OrdinalIgnoreCase);
        return known.Where(eni => eni.MacAddress is not null && macs.Contains(eni.MacAddress));
    }

    /// <summary>The destinations that are tested: those named, or every overlay destination that the tables have.</summary>
    public static IReadOnlyList<RouteDestination> DestinationsOf(Reading<RouteTableFact> tables, ValidationRequest request) => request.Destinations.Count > 0
        ? request.Destinations
        : [.. from table in tables.Items
              from route in table.Routes
              where route.IsOverlay && route.Destination.Cidr?.PrefixLength != 0 && !table.VpcBlocks.Any(b => route.Destination.Cidr?.Overlaps(b) == true)
              group route by route.Destination into same
              orderby same.Key.ToString()
              select same.Key];

    // Whoever a route to a tested destination points to, or a wider one that may take its packets.
    private static IEnumerable<RouteFact> RoutesOf(Reading<RouteTableFact> tables, ValidationRequest request)
    {
        var destinations = DestinationsOf(tables, request);
        return tables.Items.SelectMany(t => t.Routes).Where(r => r.IsOverlay && destinations.Any(d =>
            d.Equals(r.Destination) || r.Destination.PrefixListId is not null || (d.Cidr is { } wanted && r.Destination.Cidr?.Contains(wanted) == true)));
    }

    private static List<string> InstanceIdsIn(Reading<RouteTableFact> tables, ValidationRequest request) =>
    [
        .. RoutesOf(tables, request).Select(r => r.InstanceId).Concat(request.Candidates.Select(c => c.InstanceId)).OfType<string>().Distinct(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> InterfaceIdsWithoutInstance(Reading<RouteTableFact> tables, ValidationRequest request) =>
        RoutesOf(tables, request).Where(r => r.InstanceId is null).Select(r => r.NetworkInterfaceId).OfType<string>();

    private Task<Reading<TItem>> ReadPagesAsync<TItem, TPage>(
        string action, Func<string?, Task<TPage>> read, Func<TPage, (IEnumerable<TItem> Items, string? Next)> take, CancellationToken cancellationToken, string? about = null) =>
        ReadAsync(
            action,
            about is null ? [] : [about],
            async () =>
            {
                var items = new List<TItem>();
                string? token = null;
                do
                {
                    var (found, next) = take(await read(token));
                    items.AddRange(found);
                    token = next;
                }
                while (!string.IsNullOrEmpty(token));
                return (IReadOnlyList<TItem>)items;
            },
            cancellationToken);

    private async Task<Reading<T>> ReadAsync<T>(string action, IReadOnlyList<string> about, Func<Task<IReadOnlyList<T>>> read, CancellationToken cancellationToken)
    {
        var permission = $"ec2:{action}";
        try
        {
            var items = await read();
            return new Reading<T> { Items = items, IsRead = true, Permission = permission, Elapsed = Elapsed };
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            var failure = AwsErrors.Translate(e, AwsErrors.NamedIn(e, about));

            // Endpoints that play EC2 do not always know every action; that says as little about the VPC as a denial does.
            return failure is { Kind: OverlayErrorKind.PermissionDenied, IsFatal: false } or { AwsErrorCode: "InvalidAction" or "UnsupportedOperation" or "NotImplemented" }
                ? new Reading<T> { IsRead = true, Denied = failure, Permission = permission, Elapsed = Elapsed }
                : throw failure;
        }
    }

    private TimeSpan Elapsed => connection.Time.GetElapsedTime(started);

    private static Filter OfVpc(string vpcId) => RouteTableReader.VpcFilter([vpcId]);
}
