using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover;

/// <summary>Makes this node the target of route sets: all of them at once, each again and again until it is done or time is up.</summary>
/// <param name="locator">Finds this node.</param>
/// <param name="connect">Opens the connection for this node's Region.</param>
/// <param name="addresses">The addresses of this machine; may be null when no route set has one.</param>
/// <param name="time">The clock.</param>
public sealed class NodeFailover(
    INodeLocator locator, Func<NodeIdentity, CancellationToken, Task<Ec2Connection>> connect, ILocalAddressManager? addresses, TimeProvider time)
{
    private readonly NodeAddress _addresses = new(addresses);

    /// <summary>Asked before a route table that another node has taken meanwhile is taken again; throws when a newer call wants
    /// something else. Null asks nobody.</summary>
    public Func<CancellationToken, Task>? Confirm { get; init; }

    /// <summary>The plan for the address of the only set, where it was begun before this node was found; null to make it then.</summary>
    internal Task<AddressPlan?>? Addressing { get; init; }

    /// <summary>Takes over. The local address is set before the routes, so that the first packet finds it.</summary>
    /// <param name="sets">The route sets.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="observer">Told how far it has come.</param>
    /// <param name="cancellationToken">Stops at the next await. The result then says what was and what was not done; nothing is thrown.</param>
    /// <returns>One result for each set, in their order.</returns>
    /// <exception cref="OverlayIpException">Nothing can be done for any set: this node cannot be found, or there is no way to EC2.</exception>
    public async Task<IReadOnlyList<RouteSetTakeover>> TakeOverAsync(
        IReadOnlyList<RouteSet> sets, TimeSpan timeout, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        return await ForEachAsync(
            sets,
            (set, node, connection) => new TakeoverRun(set, node, connection, _addresses, time)
            {
                Remaining = () => timeout - time.GetElapsedTime(started),
                Observer = observer,
                Confirm = Confirm,
                Addressing = Addressing,
            }.RunAsync(null, cancellationToken),
            cancellationToken);
    }

    /// <summary>Works out what a takeover would do, and so whether this node is the target; changes nothing.</summary>
    /// <param name="sets">The route sets.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException">This node cannot be found, or there is no way to EC2.</exception>
    public Task<IReadOnlyList<RouteSetTakeover>> PlanAsync(IReadOnlyList<RouteSet> sets, CancellationToken cancellationToken) =>
        ForEachAsync(sets, (set, node, connection) => PlanOneAsync(set, node, connection, cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<RouteSetTakeover>> ForEachAsync(
        IReadOnlyList<RouteSet> sets, Func<RouteSet, NodeIdentity, Ec2Connection, Task<RouteSetTakeover>> work, CancellationToken cancellationToken)
    {
        var located = await Task.WhenAll(sets.Select(async set =>
        {
            try
            {
                return new RouteSetTakeover { Set = set, Node = await locator.LocateAsync(set.Interface, cancellationToken) };
            }
            catch (OverlayIpException e)
            {
                return new RouteSetTakeover { Set = set, Error = e };
            }
        }));
        if (Array.Find(located, s => s.Node is not null)?.Node is not { } anyone)
            throw located[0].Error!;

        using var connection = await connect(anyone, cancellationToken);
        return await Task.WhenAll(located.Select(s => s.Node is { } node ? work(s.Set, node, connection) : Task.FromResult(s)));
    }

    private async Task<RouteSetTakeover> PlanOneAsync(RouteSet set, NodeIdentity node, Ec2Connection connection, CancellationToken cancellationToken)
    {
        var result = new RouteSetTakeover { Set = set, Node = node };
        try
        {
            var planning = new RoutePlanner(connection).PlanSwitchAsync(TakeoverRun.RequestOf(set, node), cancellationToken);
            var present = _addresses.FindAsync(set, cancellationToken);
            await Task.WhenAll(planning, present);
            return result with { Plan = await planning, Address = await present };
        }
        catch (OverlayIpException e)
        {
            return result with { Error = e };
        }
    }
}
