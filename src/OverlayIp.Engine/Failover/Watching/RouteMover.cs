using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover.Watching;

/// <summary>Carries moves out: compares, asks, fences, compares again, switches.</summary>
internal sealed class RouteMover(Ec2Connection connection, WatchOptions options, WatchedNodes nodes, IWatchAudience audience, IOperationObserver observer)
{
    private static readonly TimeSpan SwitchTime = TimeSpan.FromSeconds(10);

    private readonly RoutePlanner _planner = new(connection);

    /// <summary>Carries a move out.</summary>
    /// <param name="move">The move.</param>
    /// <param name="routes">The routes as they were seen when it was decided.</param>
    /// <param name="cancellationToken">Stops at the next await; the result then says what was done.</param>
    public async Task<MoveResult> MoveAsync(WatchMove move, IReadOnlyList<RouteSighting> routes, CancellationToken cancellationToken)
    {
        var started = connection.Time.GetTimestamp();
        MoveResult result;
        try
        {
            result = await TryAsync(move, routes, cancellationToken);
        }
        catch (OverlayIpException e)
        {
            result = new MoveResult { Error = e };
        }

        return result with { Elapsed = connection.Time.GetElapsedTime(started) };
    }

    private async Task<MoveResult> TryAsync(WatchMove move, IReadOnlyList<RouteSighting> routes, CancellationToken cancellationToken)
    {
        // What has left the target that it was seen at belongs to somebody else by now, and is neither fenced for nor moved.
        var plans = await PlanAsync(move, routes, cancellationToken);
        if (Refusal(plans) is { } refusal)
            return new MoveResult { Error = refusal };

        List<string> toFence;
        try
        {
            toFence = options.Fence ? await InstancesOfAsync(move.Down, cancellationToken) : [];
        }
        catch (OverlayIpException e)
        {
            return new MoveResult { Error = e, FenceFailed = true };
        }

        if (!await audience.AllowAsync(DescribeTarget(plans), DescribeAction(move, toFence), cancellationToken))
            return new MoveResult { Declined = true };

        foreach (var warning in plans.SelectMany(p => p.Warnings).Distinct())
            observer.Warning(warning);

        if (toFence.Count > 0)
        {
            try
            {
                var fencer = new Fencer(connection);
                await Task.WhenAll(toFence.Select(i => fencer.FenceAsync(i, options.FenceTimeout, cancellationToken)));
            }
            catch (OverlayIpException e)
            {
                return new MoveResult { Error = e, FenceFailed = true };
            }

            plans = await PlanAsync(move, routes, cancellationToken);
            if (Refusal(plans) is { } overtaken)
                return new MoveResult { Error = overtaken, Fenced = toFence };
        }

        var executions = await Task.WhenAll(plans.Select(plan => new RouteExecutor(connection).ExecuteAsync(
            plan, new RouteExecutionOptions { Timeout = SwitchTime + TimeSpan.FromSeconds(plan.Steps.Count) }, observer, cancellationToken)));
        return new MoveResult
        {
            Executions = executions,
            Fenced = toFence,
            Error = executions.SelectMany(e => e.Reports).Select(r => r.Error).FirstOrDefault(e => e is not null),
        };
    }

    private async Task<List<string>> InstancesOfAsync(IReadOnlyList<string> failed, CancellationToken cancellationToken)
    {
        var instances = await Task.WhenAll(failed.Select(id => nodes.AttachedToAsync(id, cancellationToken)));
        return [.. instances.OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private Task<RoutePlan[]> PlanAsync(WatchMove move, IReadOnlyList<RouteSighting> routes, CancellationToken cancellationToken) => Task.WhenAll(
        from route in routes
        where move.From.Contains(route.NetworkInterfaceId)
        group route.RouteTableId by route.NetworkInterfaceId into tables
        select _planner.PlanSwitchAsync(
            new SwitchRoutePlanRequest
            {
                Destination = options.Destination,
                Scope = new RouteScope { RouteTableIds = [.. tables] },
                Target = RouteTarget.NetworkInterface(move.To),

                // A route whose target is gone names none to compare with.
                From = tables.Key.Length == 0 ? null : RouteTarget.NetworkInterface(tables.Key),
                Force = options.Force,
            },
            cancellationToken));

    // Half of the tables moved by somebody else means that somebody is at it: that one goes first.
    private static OverlayIpException? Refusal(IEnumerable<RoutePlan> plans) =>
        plans.SelectMany(p => p.Steps).Select(s => s.Refusal).FirstOrDefault(r => r is not null);

    private string DescribeTarget(IEnumerable<RoutePlan> plans) =>
        $"{options.Destination} in {string.Join(", ", plans.SelectMany(p => p.Steps).Select(s => s.Display))}";

    private string DescribeAction(WatchMove move, List<string> toFence)
    {
        var replace = $"eplace route to {string.Join(" and ", move.From.Select(nodes.Call))} by route to {nodes.Call(move.To)}";
        return toFence.Count == 0 ? "R" + replace : $"Stop {string.Join(", ", toFence)} by force, then r{replace}";
    }
}
