using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover;

/// <summary>
/// Starts, stops and checks a cluster's resource on this node. It asks EC2 for no more than <c>DescribeRouteTables</c> and
/// <c>ReplaceRoute</c>, whatever the permissions are.
/// </summary>
/// <param name="locator">Finds this node.</param>
/// <param name="connect">Opens a connection.</param>
/// <param name="addresses">The addresses of this machine.</param>
/// <param name="time">The clock.</param>
public sealed class ClusterResourceControl(
    INodeLocator locator, Func<ConnectionSettings, CancellationToken, Task<Ec2Connection>> connect, ILocalAddressManager addresses, TimeProvider time)
{
    // Long enough for read-backs that lag, short enough to begin again when somebody moves a route away meanwhile.
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AttemptPerTable = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>Makes this node the target in all route tables, with the local address. Where all is as it should be, nothing is changed.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="observer">Told how far it has come.</param>
    /// <param name="cancellationToken">Stops at the next await. The result then says what was and what was not done.</param>
    /// <returns>One result for each role; all succeeded when the resource runs here.</returns>
    /// <exception cref="OverlayIpException">This node cannot be found, or there is no way to EC2.</exception>
    public async Task<IReadOnlyList<RouteSetTakeover>> StartAsync(
        ClusterResource resource, TimeSpan timeout, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var byRole = resource.RouteTables.GroupBy(t => t.RoleArn).ToList();

        // The address first: the routes of the other roles follow when it is there. ip(8) runs while this node is asked who it is.
        var firstSet = SetOf(byRole[0], new RouteSetAddress { InterfaceName = resource.InterfaceName, Label = resource.Label, Force = true });
        var locating = locator.LocateAsync(resource.InterfaceName, cancellationToken);
        var addressing = new NodeAddress(addresses).PlanAddAsync(firstSet, cancellationToken);
        var node = await locating;
        var first = await TakeOverAsync(byRole[0].Key, firstSet, addressing);
        if (byRole.Count == 1 || first is not { Error: null, Cancelled: false })
            return [first];

        return [first, .. await Task.WhenAll(byRole.Skip(1).Select(tables => TakeOverAsync(tables.Key, SetOf(tables, null), null)))];

        RouteSet SetOf(IEnumerable<ClusterRouteTable> tables, RouteSetAddress? address) => new()
        {
            Destination = RouteDestination.Parse(resource.Address.ToString()),
            Scope = new RouteScope { RouteTableIds = [.. tables.Select(t => t.RouteTableId)] },
            Interface = resource.InterfaceName,
            Address = address,
            Force = true,
            TrustNode = true,
        };

        async Task<RouteSetTakeover> TakeOverAsync(string? roleArn, RouteSet set, Task<AddressPlan?>? begun)
        {
            while (true)
            {
                var failover = new NodeFailover(
                    new NamedNodeLocator(node), (_, token) => ConnectAsync(resource, roleArn, node, token), addresses, time)
                { Addressing = begun };
                begun = null;
                var attempt = Attempt + (set.Scope.RouteTableIds.Count * AttemptPerTable);
                var result = (await failover.TakeOverAsync([set], Durations.Shorter(Remaining(), attempt), observer, cancellationToken))[0];
                if (result.Succeeded || result.Cancelled || Remaining() < Least || !result.Failures.All(MayPass))
                    return result;

                observer.Verbose($"{set.Destination}: {result.Failures.First().Message} Trying again.");
            }
        }

        TimeSpan Remaining() => timeout - time.GetElapsedTime(started);
    }

    /// <summary>Takes the address off this node, from whichever interface, and local routes that were left over. EC2 is not asked for anything:
    /// the routes are the next node's to move.</summary>
    /// <param name="address">The address.</param>
    /// <param name="cancellationToken">Stops before the next command.</param>
    /// <returns>What was taken away; empty when there was nothing.</returns>
    /// <exception cref="OverlayIpException">What <see cref="ILocalAddressManager"/> throws.</exception>
    public async Task<IReadOnlyList<OverlayAddress>> StopAsync(CidrBlock address, CancellationToken cancellationToken)
    {
        var remover = new NodeAddress(addresses);
        var holders = await FindAsync(new AddressQuery { Addresses = [address] }, cancellationToken);
        var removed = new List<OverlayAddress>();
        foreach (var interfaceName in holders.Count > 0 ? holders.Select(h => (string?)h.InterfaceName).Distinct() : [null])
        {
            try
            {
                if (await remover.RemoveAsync(address, interfaceName, cancellationToken) is { } was)
                    removed.Add(was);
            }
            catch (OverlayIpException e) when (e.ErrorId == "AddressNotUsable")
            {
                // An interface's own address, or one that no start would have accepted: nothing of the cluster's.
            }
        }

        return removed;
    }

    /// <summary>Looks whether the resource runs here. Where the address is not, EC2 is not asked.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="patience">How long to ask for the route tables (action <c>DescribeRouteTables</c>); null to leave them out.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException">It cannot be told, and will not be without a change: this node cannot be found, a call is not allowed, something
    /// named does not exist.</exception>
    public async Task<ClusterResourceCheck> CheckAsync(ClusterResource resource, TimeSpan? patience, CancellationToken cancellationToken)
    {
        var check = new ClusterResourceCheck { Address = await FindOnInterfaceAsync(resource, cancellationToken) };
        if (check.Address is null || patience is not { } limit)
            return check;

        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            var node = await locator.LocateAsync(resource.InterfaceName, either.Token);
            var routes = await Task.WhenAll(resource.RouteTables.GroupBy(t => t.RoleArn).Select(tables => CheckAsync(resource, tables, node, either.Token)));
            return check with { Routes = [.. routes.SelectMany(r => r)] };
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return check with
            {
                RoutesUnknown = new OverlayIpException("DeadlineExceeded", OverlayErrorKind.Timeout, $"EC2 did not answer within {limit.TotalSeconds:0.#} seconds.", e),
            };
        }
        catch (OverlayIpException e) when (e.Kind is OverlayErrorKind.Unavailable or OverlayErrorKind.Timeout or OverlayErrorKind.LimitExceeded)
        {
            return check with { RoutesUnknown = e };
        }
    }

    private async Task<IEnumerable<ClusterRouteCheck>> CheckAsync(
        ClusterResource resource, IGrouping<string?, ClusterRouteTable> tables, NodeIdentity node, CancellationToken cancellationToken)
    {
        using var connection = await ConnectAsync(resource, tables.Key, node, cancellationToken);
        var query = new RouteQuery
        {
            Destinations = [RouteDestination.Parse(resource.Address.ToString())],
            RouteTableIds = [.. tables.Select(t => t.RouteTableId)],
        };
        var routes = new Dictionary<string, OverlayRoute>(StringComparer.Ordinal);
        await foreach (var route in new RouteInventory(connection).FindAsync(query, cancellationToken))
            routes[route.RouteTableId] = route;

        return query.RouteTableIds.Select(id => routes.GetValueOrDefault(id) is { } route
            ? new ClusterRouteCheck(id, route, IsHere(resource, route, node))
            : new ClusterRouteCheck(id, null, IsHere: false));
    }

    // What another attempt may get done; that a route was moved away after it had been replaced among it.
    private static bool MayPass(OverlayIpException failure) =>
        failure.Kind is OverlayErrorKind.Unavailable or OverlayErrorKind.Timeout || failure.ErrorId == "RequestLimitExceeded";

    private static bool IsHere(ClusterResource resource, OverlayRoute route, NodeIdentity node) =>
        route.State == RouteState.Active
        && (route.NetworkInterfaceId == node.NetworkInterfaceId
            || (resource.AcceptsAnyInterface && route.InstanceId is { } instanceId && instanceId == node.InstanceId));

    private async Task<OverlayAddress?> FindOnInterfaceAsync(ClusterResource resource, CancellationToken cancellationToken)
    {
        var query = new AddressQuery { Addresses = [resource.Address], InterfaceName = resource.InterfaceName, UpOnly = true };
        try
        {
            return (await FindAsync(query, cancellationToken)).FirstOrDefault();
        }
        catch (OverlayIpException e) when (e.ErrorId == "AddressInterfaceNotFound")
        {
            // With the interface the address has gone, too.
            return null;
        }
    }

    // An address with a shorter prefix is the interface's own and none that a cluster moves.
    private async Task<List<OverlayAddress>> FindAsync(AddressQuery query, CancellationToken cancellationToken) =>
        [.. (await addresses.GetAsync(query, cancellationToken)).Where(a => a.PrefixLength == query.Addresses[0].PrefixLength)];

    // An instance's own Region wins over that of the environment: there and nowhere else is its network interface.
    private Task<Ec2Connection> ConnectAsync(ClusterResource resource, string? roleArn, NodeIdentity node, CancellationToken cancellationToken) =>
        connect(resource.Connection with { RoleArn = roleArn, Region = resource.Connection.Region ?? node.Region }, cancellationToken);
}
