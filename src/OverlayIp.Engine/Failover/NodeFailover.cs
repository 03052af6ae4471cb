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
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    private readonly NodeAddress _addresses = new(addresses);

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
            (set, node, connection) => TakeOneAsync(set, node, connection, () => timeout - time.GetElapsedTime(started), observer, cancellationToken),
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

    private async Task<RouteSetTakeover> TakeOneAsync(
        RouteSet set, NodeIdentity node, Ec2Connection connection, Func<TimeSpan> remaining, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var result = new RouteSetTakeover { Set = set, Node = node };
        var pause = FirstPause;
        while (true)
        {
            try
            {
                if (result.Error is { } passing)
                {
                    observer.Verbose($"{set.Destination}: {passing.Message} Trying again.");
                    await Task.Delay(pause, time, cancellationToken);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                }

                // Once it has come to the routes, the executor itself tries again until time is up.
                return await TryOnceAsync(result, connection, remaining, observer, cancellationToken);
            }
            catch (OverlayIpException e)
            {
                result = result with { Error = e };
                if (!MayPass(e, node) || remaining() <= pause)
                    return result;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return result with { Cancelled = true };
            }
        }
    }

    private async Task<RouteSetTakeover> TryOnceAsync(
        RouteSetTakeover before, Ec2Connection connection, Func<TimeSpan> remaining, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var planning = new RoutePlanner(connection).PlanSwitchAsync(RequestOf(before.Set, before.Node!), cancellationToken);
        var addressing = _addresses.PlanAddAsync(before.Set, cancellationToken);
        await Task.WhenAll(planning, addressing);
        var plan = await planning;
        foreach (var warning in plan.Warnings)
            observer.Warning(warning);

        // An address without any route to it would only get in the way of the node that has the routes.
        var address = plan.Steps.Any(s => s.Action != RouteStepAction.Refuse) ? await _addresses.AddAsync(await addressing, cancellationToken) : null;
        var done = before with { Plan = plan, Address = address, Error = null };

        // The caller's deadline comes a little later: the executor is to say itself what it could not do in time.
        var left = remaining() > Least ? remaining() : Least;
        var reserve = left / 4 < Reserve ? left / 4 : Reserve;
        var execution = await new RouteExecutor(connection).ExecuteAsync(
            plan, new RouteExecutionOptions { Timeout = left - reserve }, observer, cancellationToken);
        return done with { Execution = execution, Cancelled = execution.Cancelled };
    }

    private async Task<RouteSetTakeover> PlanOneAsync(RouteSet set, NodeIdentity node, Ec2Connection connection, CancellationToken cancellationToken)
    {
        var result = new RouteSetTakeover { Set = set, Node = node };
        try
        {
            var planning = new RoutePlanner(connection).PlanSwitchAsync(RequestOf(set, node), cancellationToken);
            var present = _addresses.FindAsync(set, cancellationToken);
            await Task.WhenAll(planning, present);
            return result with { Plan = await planning, Address = await present };
        }
        catch (OverlayIpException e)
        {
            return result with { Error = e };
        }
    }

    private static SwitchRoutePlanRequest RequestOf(RouteSet set, NodeIdentity node) => new()
    {
        Destination = set.Destination,

        // Knowing the VPC saves the round trip that finding it by the target would cost.
        Scope = set.Scope.IsEmpty && node.VpcId is { } vpcId ? new RouteScope { VpcId = vpcId } : set.Scope,
        Target = node.Target,
        Resolved = set.TrustNode ? ResolvedOf(node) : null,
        From = set.From,
        CreateMissing = set.CreateMissing,
        Force = set.Force,
    };

    // An instance that asks its own metadata runs. What the metadata does not say, its check, is nobody's to judge then.
    private static ResolvedTarget? ResolvedOf(NodeIdentity node) => node is { IsThisInstance: true, NetworkInterfaceId: { } networkInterfaceId, VpcId: { } vpcId }
        ? new ResolvedTarget
        {
            NetworkInterfaceId = networkInterfaceId,
            InstanceId = node.InstanceId,
            InstanceState = "running",
            VpcId = vpcId,
            SourceDestCheck = false,
        }
        : null;

    // What may be over in a moment. An instance whose own metadata says who it is runs, whatever DescribeInstances says yet:
    // that is still "pending" while the instance boots.
    private static bool MayPass(OverlayIpException e, NodeIdentity node) =>
        e.Kind is OverlayErrorKind.Unavailable or OverlayErrorKind.Timeout
        || e.ErrorId == "RequestLimitExceeded"
        || (e.ErrorId == "TargetNotRunning" && node.IsThisInstance);
}
