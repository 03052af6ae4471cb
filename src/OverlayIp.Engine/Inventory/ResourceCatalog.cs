using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Inventory;

/// <summary>
/// Lists resources for a person to pick from. One page is enough: nobody reads a longer list, and completion must be quick.
/// </summary>
/// <param name="connection">The way to EC2.</param>
public sealed class ResourceCatalog(Ec2Connection connection)
{
    private const int PageSize = 200;

    /// <summary>Instances that are not terminated (action <c>DescribeInstances</c>).</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<IReadOnlyList<NamedResource>> InstancesAsync(CancellationToken cancellationToken)
    {
        var answer = await connection.Client.DescribeInstancesAsync(
            new DescribeInstancesRequest { MaxResults = PageSize }, cancellationToken);
        return
        [
            .. from reservation in answer.Reservations ?? []
               from instance in reservation.Instances ?? []
               where instance.State?.Name?.Value != "terminated"
               select new NamedResource(
                   instance.InstanceId!, NameOf(instance.Tags), Join(instance.State?.Name?.Value, instance.Placement?.AvailabilityZone, instance.PrivateIpAddress)),
        ];
    }

    /// <summary>Network interfaces (action <c>DescribeNetworkInterfaces</c>).</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<IReadOnlyList<NamedResource>> NetworkInterfacesAsync(CancellationToken cancellationToken)
    {
        var answer = await connection.Client.DescribeNetworkInterfacesAsync(
            new DescribeNetworkInterfacesRequest { MaxResults = PageSize }, cancellationToken);
        return
        [
            .. (answer.NetworkInterfaces ?? []).Select(eni => new NamedResource(
                eni.NetworkInterfaceId!, NameOf(eni.TagSet), Join(eni.Attachment?.InstanceId, eni.AvailabilityZone, eni.PrivateIpAddress, eni.Description))),
        ];
    }

    /// <summary>Route tables (action <c>DescribeRouteTables</c>).</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<IReadOnlyList<NamedResource>> RouteTablesAsync(CancellationToken cancellationToken)
    {
        var answer = await connection.Client.DescribeRouteTablesAsync(
            new DescribeRouteTablesRequest { MaxResults = 100 }, cancellationToken);
        return
        [
            .. (answer.RouteTables ?? []).Select(table => new NamedResource(
                table.RouteTableId!, NameOf(table.Tags), Join(table.VpcId, table.Associations?.Exists(a => a.Main == true) == true ? "main" : null))),
        ];
    }

    /// <summary>VPCs (action <c>DescribeVpcs</c>).</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<IReadOnlyList<NamedResource>> VpcsAsync(CancellationToken cancellationToken)
    {
        var answer = await connection.Client.DescribeVpcsAsync(new DescribeVpcsRequest { MaxResults = PageSize }, cancellationToken);
        return [.. (answer.Vpcs ?? []).Select(vpc => new NamedResource(vpc.VpcId!, NameOf(vpc.Tags), Join(vpc.CidrBlock)))];
    }

    /// <summary>Subnets (action <c>DescribeSubnets</c>).</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<IReadOnlyList<NamedResource>> SubnetsAsync(CancellationToken cancellationToken)
    {
        var answer = await connection.Client.DescribeSubnetsAsync(new DescribeSubnetsRequest { MaxResults = PageSize }, cancellationToken);
        return
        [
            .. (answer.Subnets ?? []).Select(subnet => new NamedResource(
                subnet.SubnetId!, NameOf(subnet.Tags), Join(subnet.CidrBlock, subnet.AvailabilityZone, subnet.VpcId))),
        ];
    }

    /// <summary>Destinations that have an overlay route, with how many route tables have it (action <c>DescribeRouteTables</c>).</summary>
    /// <param name="cancellationToken">Stops the calls.</param>
    public async Task<IReadOnlyList<NamedResource>> DestinationsAsync(CancellationToken cancellationToken)
    {
        var tables = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var route in new RouteInventory(connection).FindAsync(new RouteQuery(), cancellationToken))
        {
            tables[route.DestinationCidr] = tables.GetValueOrDefault(route.DestinationCidr) + 1;
        }

        return [.. tables.Select(t => new NamedResource(t.Key, null, t.Value == 1 ? "1 route table" : $"{t.Value} route tables"))];
    }

    private static string? NameOf(List<Tag>? tags) => tags?.Find(t => t.Key == "Name")?.Value;

    private static string Join(params string?[] parts) => string.Join(", ", parts.Where(p => !string.IsNullOrEmpty(p)));
}
