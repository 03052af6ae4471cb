using System.Runtime.CompilerServices;
using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.Routing;

/// <summary>Reads route tables with <c>DescribeRouteTables</c>, page by page.</summary>
internal static class RouteTableReader
{
    // The API's own limit for MaxResults is 100, and as many ids fit in one request with room to spare.
    private const int PageSize = 100;

    /// <summary>Streams the tables that match. With ids, an unknown one fails the whole call, as EC2 does.</summary>
    public static async IAsyncEnumerable<RouteTableView> ReadAsync(
        Ec2Connection connection,
        IReadOnlyList<string> routeTableIds,
        IReadOnlyList<Filter> filters,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Ids and MaxResults exclude each other, so ids are sent in portions and everything else is paged.
        if (routeTableIds.Count > 0)
        {
            foreach (var portion in routeTableIds.Distinct(StringComparer.Ordinal).Chunk(PageSize))
            {
                var answer = await connection.Client.DescribeRouteTablesAsync(
                    new DescribeRouteTablesRequest { RouteTableIds = [.. portion], Filters = NullIfEmpty(filters) }, cancellationToken);
                foreach (var table in answer.RouteTables ?? [])
                {
                    yield return new RouteTableView(table, connection.Region);
                }
            }

            yield break;
        }

        string? token = null;
        do
        {
            var answer = await connection.Client.DescribeRouteTablesAsync(
                new DescribeRouteTablesRequest { Filters = NullIfEmpty(filters), MaxResults = PageSize, NextToken = token }, cancellationToken);
            foreach (var table in answer.RouteTables ?? [])
            {
                yield return new RouteTableView(table, connection.Region);
            }

            token = answer.NextToken;
        }
        while (!string.IsNullOrEmpty(token));
    }

    /// <summary>Reads all matching tables.</summary>
    public static async Task<List<RouteTableView>> ReadAllAsync(
        Ec2Connection connection, IReadOnlyList<string> routeTableIds, IReadOnlyList<Filter> filters, CancellationToken cancellationToken)
    {
        var tables = new List<RouteTableView>();
        await foreach (var table in ReadAsync(connection, routeTableIds, filters, cancellationToken))
        {
            tables.Add(table);
        }

        return tables;
    }

    /// <summary>The filter that finds a destination on the server.</summary>
    public static Filter FilterOf(RouteDestination destination) => new()
    {
        Name = destination switch
        {
            { PrefixListId: not null } => "route.destination-prefix-list-id",
            { Cidr.AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => "route.destination-ipv6-cidr-block",
            _ => "route.destination-cidr-block",
        },
        Values = [destination.ToString()],
    };

    /// <summary>The filter that finds the tables of VPCs.</summary>
    public static Filter VpcFilter(IEnumerable<string> vpcIds) => new() { Name = "vpc-id", Values = [.. vpcIds] };

    private static List<Filter>? NullIfEmpty(IReadOnlyList<Filter> filters) => filters.Count == 0 ? null : [.. filters];
}
