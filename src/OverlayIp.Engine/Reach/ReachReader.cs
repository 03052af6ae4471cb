using System.Collections.Immutable;
using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Reach.Facts;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Reach;

/// <summary>Reads the facts that a walk lacks: everything that it asks for at a time in one round trip, by as few filtered calls as can be.</summary>
internal sealed class ReachReader(Ec2Connection connection)
{
    private readonly TransitGatewayReader _transitGateways = new(connection);

    /// <summary>The facts with what was lacking.</summary>
    /// <exception cref="OverlayIpException">Something named does not exist, or a call failed.</exception>
    public async Task<ReachFacts> ReadAsync(ReachFacts facts, IEnumerable<ReachNeed> needs, CancellationToken cancellationToken)
    {
        var byKind = needs.ToLookup(n => n.Kind, n => n.Id);
        List<string> Ids(ReachNeedKind kind) => [.. byKind[kind].Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        List<Task<Func<ReachFacts, ReachFacts>>> reading =
        [
            .. Ids(ReachNeedKind.DestinationVpcs).Select(d => DestinationVpcsAsync(d, cancellationToken)),
            .. Batch(Ids(ReachNeedKind.Subnet), ids => SubnetsAsync(ids, cancellationToken)),
            .. Batch(Ids(ReachNeedKind.Vpc), ids => VpcsAsync(ids, cancellationToken)),
            .. Batch(Ids(ReachNeedKind.TransitGatewaysOfVpc), ids => _transitGateways.OfVpcsAsync(ids, cancellationToken)),
            .. Batch(Ids(ReachNeedKind.TransitGateway), ids => _transitGateways.GatewaysAsync(ids, cancellationToken)),
            .. Ids(ReachNeedKind.TransitRoutes).Select(id => _transitGateways.RoutesAsync(id, cancellationToken)),
            .. Batch(Ids(ReachNeedKind.Interface), ids => InterfacesAsync(ids, cancellationToken)),
            .. Ids(ReachNeedKind.PrefixList).Select(id => PrefixListAsync(id, cancellationToken)),
        ];
        foreach (var add in await Task.WhenAll(reading))
        {
            facts = add(facts);
        }

        return facts;
    }

    private static IEnumerable<Task<Func<ReachFacts, ReachFacts>>> Batch(List<string> ids, Func<List<string>, Task<Func<ReachFacts, ReachFacts>>> read) =>
        ids.Count == 0 ? [] : [read(ids)];

    private Task<Func<ReachFacts, ReachFacts>> DestinationVpcsAsync(string destination, CancellationToken cancellationToken) => CallAsync(
        async () =>
        {
            var wanted = RouteDestination.Parse(destination);
            var tables = await RouteTableReader.ReadAllAsync(connection, [], [RouteTableReader.FilterOf(wanted)], cancellationToken);
            var vpcs = tables.Where(t => t.OverlayRoutes.Any(r => r.DestinationCidr == destination))
                .Select(t => t.VpcId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
            return f => f with { DestinationVpcs = f.DestinationVpcs.SetItem(destination, vpcs) };
        },
        [destination],
        cancellationToken);

    private Task<Func<ReachFacts, ReachFacts>> SubnetsAsync(List<string> ids, CancellationToken cancellationToken) => CallAsync(
        async () =>
        {
            var answer = await connection.Client.DescribeSubnetsAsync(new DescribeSubnetsRequest { SubnetIds = ids }, cancellationToken);
            var subnets = (answer.Subnets ?? []).Select(FactOf).ToDictionary(s => s.Id, StringComparer.Ordinal);
            return f => f with { Subnets = f.Subnets.SetItems(subnets) };
        },
        ids,
        cancellationToken);

    private Task<Func<ReachFacts, ReachFacts>> VpcsAsync(List<string> ids, CancellationToken cancellationToken) => CallAsync(
        async () =>
        {
            var ofVpcs = RouteTableReader.VpcFilter(ids);
            var reading = RouteTableReader.ReadAllAsync(connection, [], [ofVpcs], cancellationToken);
            var subnets = new List<SubnetFact>();
            string? token = null;
            do
            {
                var answer = await connection.Client.DescribeSubnetsAsync(
                    new DescribeSubnetsRequest { Filters = [ofVpcs], MaxResults = 200, NextToken = token }, cancellationToken);
                subnets.AddRange((answer.Subnets ?? []).Select(FactOf));
                token = answer.NextToken;
            }
            while (!string.IsNullOrEmpty(token));

            var tables = await reading;
            var vpcs = ids.Select(id => new VpcFact
            {
                Id = id,
                Tables = [.. tables.Where(t => t.VpcId == id).OrderBy(t => t.Id, StringComparer.Ordinal).Select(t => t.ToFact())],
                Subnets = [.. subnets.Where(s => s.VpcId == id).OrderBy(s => s.Id, StringComparer.Ordinal)],
            });
            return f => f with
            {
                Vpcs = f.Vpcs.SetItems(vpcs.Select(v => KeyValuePair.Create(v.Id, v))),
                Subnets = f.Subnets.SetItems(subnets.Select(s => KeyValuePair.Create(s.Id, s))),
            };
        },
        ids,
        cancellationToken);

    private Task<Func<ReachFacts, ReachFacts>> InterfacesAsync(List<string> ids, CancellationToken cancellationToken) => CallAsync(
        async () =>
        {
            // By filter, because naming an interface that is gone fails the whole call; and both at a time, which saves following the attachment.
            var interfaces = connection.Client.DescribeNetworkInterfacesAsync(
                new DescribeNetworkInterfacesRequest { Filters = [new Filter { Name = "network-interface-id", Values = ids }] }, cancellationToken);
            var instances = await connection.Client.DescribeInstancesAsync(
                new DescribeInstancesRequest { Filters = [new Filter { Name = "network-interface.network-interface-id", Values = ids }] }, cancellationToken);
            var byId = (instances.Reservations ?? []).SelectMany(r => r.Instances ?? []).ToDictionary(i => i.InstanceId!, StringComparer.Ordinal);
            var found = ((await interfaces).NetworkInterfaces ?? []).ToDictionary(
                eni => eni.NetworkInterfaceId!, eni => FactOf(eni, byId.GetValueOrDefault(eni.Attachment?.InstanceId ?? "")), StringComparer.Ordinal);
            return f => f with { Interfaces = f.Interfaces.SetItems(ids.Select(id => KeyValuePair.Create(id, found.GetValueOrDefault(id)))) };
        },
        ids,
        cancellationToken);

    private Task<Func<ReachFacts, ReachFacts>> PrefixListAsync(string id, CancellationToken cancellationToken) => CallAsync(
        async () =>
        {
            var blocks = await PrefixListReader.ReadAsync(connection, id, cancellationToken);
            return f => f with { PrefixLists = f.PrefixLists.SetItem(id, [.. blocks]) };
        },
        [id],
        cancellationToken);

    private static async Task<Func<ReachFacts, ReachFacts>> CallAsync(
        Func<Task<Func<ReachFacts, ReachFacts>>> call, IReadOnlyList<string> about, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            throw AwsErrors.Translate(e, AwsErrors.NamedIn(e, about));
        }
    }

    private static SubnetFact FactOf(Subnet subnet) => new(
        subnet.SubnetId!,
        subnet.VpcId!,
        subnet.Tags?.Find(t => t.Key == "Name")?.Value,
        subnet.AvailabilityZone ?? "",
        [
            .. new[] { subnet.CidrBlock }
                .Concat((subnet.Ipv6CidrBlockAssociationSet ?? []).Where(a => a.Ipv6CidrBlockState?.State?.Value is null or "associated").Select(a => a.Ipv6CidrBlock))
                .Select(text => CidrBlock.TryParse(text, out var block) ? block : null).OfType<CidrBlock>(),
        ]);

    private static InterfaceFact FactOf(NetworkInterface eni, Instance? instance) => new()
    {
        Id = eni.NetworkInterfaceId!,
        VpcId = eni.VpcId!,
        SubnetId = eni.SubnetId ?? "",
        SourceDestCheck = eni.SourceDestCheck ?? true,
        InstanceId = string.IsNullOrEmpty(eni.Attachment?.InstanceId) ? null : eni.Attachment.InstanceId,
        InstanceName = instance?.Tags?.Find(t => t.Key == "Name")?.Value,
        InstanceState = instance?.State?.Name?.Value,
    };
}
