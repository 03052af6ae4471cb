using Amazon.EC2.Model;
using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover;

/// <summary>
/// This node with everything ready: who it is, a connection whose credentials and sockets are in use, and for each route set a plan
/// of a moment ago. A takeover with it sends its changes first. What cannot be refreshed, as in an outage of instance metadata, is kept.
/// </summary>
/// <param name="locator">Finds this node.</param>
/// <param name="connect">Opens the connection for this node's Region.</param>
/// <param name="addresses">The addresses of this machine; may be null when no route set has one.</param>
/// <param name="time">The clock.</param>
public sealed class WarmNode(
    INodeLocator locator, Func<NodeIdentity, CancellationToken, Task<Ec2Connection>> connect, ILocalAddressManager? addresses, TimeProvider time) : IDisposable
{
    // A takeover sends as many calls at once as there are tables. That many connections are kept open, but no more than these.
    private const int MostConnections = 4;

    private static readonly TimeSpan IdentityAge = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _opening = new(1);
    private readonly Dictionary<string, (NodeIdentity Node, long At)> _identities = new(StringComparer.Ordinal);
    private Ec2Connection? _connection;

    /// <summary>The local addresses.</summary>
    public NodeAddress Addresses { get; } = new(addresses);

    /// <summary>Reads where the routes of a set are, and plans what a takeover would do.</summary>
    /// <param name="set">The route set.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException">This node cannot be found, there is no way to EC2, or a guard refuses.</exception>
    public async Task<WarmRouteSet> PlanAsync(RouteSet set, CancellationToken cancellationToken)
    {
        var node = await LocateAsync(set, mayBeOld: false, cancellationToken);
        var connection = await ConnectAsync(node, cancellationToken);
        var plan = await new RoutePlanner(connection).PlanSwitchAsync(TakeoverRun.RequestOf(set, node), cancellationToken);
        return new WarmRouteSet { Set = set, Node = node, Plan = plan, ReadAt = time.GetTimestamp() };
    }

    /// <summary>Keeps the connections for changes open, and the credentials fetched, with calls that change nothing
    /// (<c>DescribeRouteTables</c>).</summary>
    /// <param name="warm">The set whose tables are asked for.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException">A call failed.</exception>
    public async Task KeepWarmAsync(WarmRouteSet warm, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(warm.Node, cancellationToken);
        await CallAsync(
            warm.Plan.Steps.Take(MostConnections).Select(step => connection.Unretried.DescribeRouteTablesAsync(
                new DescribeRouteTablesRequest { RouteTableIds = [step.RouteTableId] }, cancellationToken)),
            cancellationToken);
    }

    /// <summary>Rehearses the change of every table with a dry run (<c>ReplaceRoute</c>): a missing permission shows before it matters,
    /// and what is compiled at its first use is.</summary>
    /// <param name="warm">The set.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException"><c>AccessDenied</c>, or another failure.</exception>
    public async Task RehearseAsync(WarmRouteSet warm, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(warm.Node, cancellationToken);
        await CallAsync(warm.Plan.Steps.Where(s => s.Previous is not null).Select(async step =>
        {
            try
            {
                await new RouteMutator(connection).RehearseAsync(warm.Plan, step.RouteTableId, cancellationToken);
            }
            catch (Amazon.Runtime.AmazonServiceException e) when (AwsErrors.HasCode(e, "DryRunOperation"))
            {
                // "Request would have succeeded, but DryRun flag is set."
            }
        }), cancellationToken);
    }

    /// <summary>Takes a route set over.</summary>
    /// <param name="set">The route set.</param>
    /// <param name="warm">What was read of it a moment ago, or null.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="observer">Told how far it has come.</param>
    /// <param name="confirm">Asked before a table is taken again; throws when a newer call wants something else.</param>
    /// <param name="isWishedAgain">Asked when another node has taken all of the tables: true when this one has been told to take over once
    /// more since that was asked last.</param>
    /// <param name="cancellationToken">Stops at the next await. The result then says what was and what was not done; nothing is thrown.</param>
    public async Task<RouteSetTakeover> TakeOverAsync(
        RouteSet set,
        WarmRouteSet? warm,
        TimeSpan timeout,
        IOperationObserver observer,
        Func<CancellationToken, Task>? confirm,
        Func<bool>? isWishedAgain,
        CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        NodeIdentity? node = null;
        try
        {
            node = warm?.Node ?? await LocateAsync(set, mayBeOld: true, cancellationToken);
            var connection = await ConnectAsync(node, cancellationToken);
            return await new TakeoverRun(set, node, connection, Addresses, time)
            {
                Remaining = () => timeout - time.GetElapsedTime(started),
                Observer = observer,
                Confirm = confirm,
                IsWishedAgain = isWishedAgain,
            }.RunAsync(warm?.ForTakeover(), cancellationToken);
        }
        catch (OverlayIpException e)
        {
            return new RouteSetTakeover { Set = set, Node = node, Error = e };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new RouteSetTakeover { Set = set, Node = node, Cancelled = true };
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection?.Dispose();
        _opening.Dispose();
    }

    private async Task<NodeIdentity> LocateAsync(RouteSet set, bool mayBeOld, CancellationToken cancellationToken)
    {
        var key = set.Interface ?? "";
        (NodeIdentity Node, long At)? known;
        lock (_identities)
            known = _identities.TryGetValue(key, out var found) ? found : null;

        if (known is { } present && (mayBeOld || time.GetElapsedTime(present.At) < IdentityAge))
            return present.Node;

        try
        {
            var node = await locator.LocateAsync(set.Interface, cancellationToken);
            lock (_identities)
                _identities[key] = (node, time.GetTimestamp());

            return node;
        }
        catch (OverlayIpException) when (known is not null)
        {
            // An instance keeps its identity; that metadata cannot be read for a while does not take it away.
            return known.Value.Node;
        }
    }

    private async Task<Ec2Connection> ConnectAsync(NodeIdentity node, CancellationToken cancellationToken)
    {
        if (_connection is { } open)
            return open;

        await _opening.WaitAsync(cancellationToken);
        try
        {
            return _connection ??= await connect(node, cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

    private static async Task CallAsync(IEnumerable<Task> calls, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(calls);
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            throw AwsErrors.Translate(e, null);
        }
    }
}
