using System.Runtime.CompilerServices;
using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Inventory;

namespace OverlayIp.Engine.Routing;

/// <summary>Finds the routes that send a destination to an instance or a network interface.</summary>
/// <param name="connection">The way to EC2.</param>
public sealed class RouteInventory(Ec2Connection connection)
{
    // EC2 takes at most 200 values in the filters of one request.
    private const int MostFilterValues = 200;

    /// <summary>Streams the matching routes in the order in which EC2 gives the route tables (action <c>DescribeRouteTables</c>).</summary>
    /// <param name="query">Which routes.</param>
    /// <param name="cancellationToken">Stops between and within pages.</param>
    /// <exception cref="OverlayIpException">A named route table or VPC does not exist, or a call failed. What does exist has been given by then.</exception>
    public async IAsyncEnumerable<OverlayRoute> FindAsync(
        RouteQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tables = RouteTableReader.ReadAsync(connection, query.RouteTableIds, FiltersOf(query), cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        var emptyVpcs = query.VpcIds.ToHashSet(StringComparer.Ordinal);
        await using (tables)
        {
            while (await NextAsync(tables, query, cancellationToken))
            {
                emptyVpcs.Remove(tables.Current.VpcId);
                foreach (var route in tables.Current.OverlayRoutes.Where(r => Matches(query, r)))
                {
                    yield return route;
                }
            }
        }

        await VpcLookup.RequireAsync(connection, emptyVpcs, cancellationToken);
    }

    private static async Task<bool> NextAsync(
        IAsyncEnumerator<RouteTableView> tables, RouteQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return await tables.MoveNextAsync();
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            throw AwsErrors.Translate(e, AwsErrors.NamedIn(e, query.RouteTableIds));
        }
    }

    // The server narrows the tables down where it can; the routes within them are matched here. Filters of one name are
    // alternatives and different names must all hold, so destinations of different kinds cannot be sent together.
    private static List<Filter> FiltersOf(RouteQuery query)
    {
        var filters = new List<Filter>();
        if (query.VpcIds.Count > 0)
        {
            filters.Add(RouteTableReader.VpcFilter(query.VpcIds));
        }

        var byKind = query.Destinations.Select(RouteTableReader.FilterOf).GroupBy(f => f.Name!, StringComparer.Ordinal).ToList();
        if (byKind is [var kind])
        {
            filters.Add(new Filter { Name = kind.Key, Values = [.. kind.SelectMany(f => f.Values!)] });
        }

        if (query.InstanceIds.Count > 0)
        {
            filters.Add(new Filter { Name = "route.instance-id", Values = [.. query.InstanceIds] });
        }

        return filters.Sum(f => f.Values!.Count) > MostFilterValues ? [] : filters;
    }

    private static bool Matches(RouteQuery query, OverlayRoute route) =>
        (query.VpcIds.Count == 0 || query.VpcIds.Contains(route.VpcId))
        && (query.Destinations.Count == 0 || query.Destinations.Any(d => d.ToString() == route.DestinationCidr))
        && (query.InstanceIds.Count == 0 || query.InstanceIds.Contains(route.InstanceId))
        && (query.NetworkInterfaceIds.Count == 0 || query.NetworkInterfaceIds.Contains(route.NetworkInterfaceId))
        && (query.State is null || query.State == route.State);
}
