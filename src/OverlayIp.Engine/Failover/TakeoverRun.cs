using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover;

/// <summary>
/// The takeover of one route set: again and again until this node is the target everywhere or time is up. With a warm plan the
/// first thing that is sent are the changes; what is true by now is read afterwards, and mended.
/// </summary>
/// <remarks>
/// Two nodes that take over at the same instant can each get some of the tables. Each sees that in its own reading, waits
/// for a random time that doubles, and takes what is not its own again, unless the other has everything by then: whoever reads
/// that all is its own stops, and whoever reads that nothing is its own yields. So the tables end at one of them.
/// </remarks>
internal sealed class TakeoverRun(RouteSet set, NodeIdentity node, Ec2Connection connection, NodeAddress addresses, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    // EC2 shows a change at once as a rule. What it does not show by then may be somebody else's doing.
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan FirstContest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestContest = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestCallPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    private readonly RoutePlanner _planner = new(connection);
    private readonly RouteExecutor _executor = new(connection);

    /// <summary>How much time is left.</summary>
    public required Func<TimeSpan> Remaining { get; init; }

    /// <summary>Told how far it has come.</summary>
    public required IOperationObserver Observer { get; init; }

    /// <summary>Asked before a table is taken again; throws when a newer call wants something else.</summary>
    public Func<CancellationToken, Task>? Confirm { get; init; }

    /// <summary>Asked when another node has taken all of the tables: true when this one has been told to take over once more since that
    /// was asked last. Null when nobody tells.</summary>
    public Func<bool>? IsWishedAgain { get; init; }

    /// <summary>A plan for the address that was begun already; it serves the first try.</summary>
    public Task<AddressPlan?>? Addressing { get; set; }

    /// <summary>Runs it to its end.</summary>
    /// <param name="warm">A plan that was made before, or null to make one.</param>
    /// <param name="cancellationToken">Stops at the next await; the result then says how far it came.</param>
    public async Task<RouteSetTakeover> RunAsync(RoutePlan? warm, CancellationToken cancellationToken)
    {
        var result = new RouteSetTakeover { Set = set, Node = node };
        var pause = FirstPause;
        while (true)
        {
            try
            {
                if (result.Error is { } passing)
                {
                    Observer.Verbose($"{set.Destination}: {passing.Message} Trying again.");
                    await Task.Delay(pause, time, cancellationToken);
                    pause = Durations.Shorter(pause * 2, LongestPause);
                }

                // Once it has come to the routes, the executor itself tries again until time is up.
                return await TryOnceAsync(result, warm, cancellationToken);
            }
            catch (OverlayIpException e)
            {
                result = result with { Error = e };
                if (!MayPass(e) || Remaining() <= pause)
                    return result;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return result with { Cancelled = true };
            }
        }
    }

    /// <summary>What to ask a planner for.</summary>
    public static SwitchRoutePlanRequest RequestOf(RouteSet set, NodeIdentity node) => new()
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

    private async Task<RouteSetTakeover> TryOnceAsync(RouteSetTakeover before, RoutePlan? warm, CancellationToken cancellationToken)
    {
        // First, so that ip(8) runs while the first call loads and compiles the client.
        var addressing = Addressing ?? addresses.PlanAddAsync(set, cancellationToken);
        Addressing = null;
        var planning = warm is null ? PlanAsync(cancellationToken) : Task.FromResult(warm);
        await Task.WhenAll(planning, addressing);
        var plan = await planning;
        foreach (var warning in plan.Warnings)
            Observer.Warning(warning);

        // An address without any route to it would only get in the way of the node that has the routes.
        var address = plan.Steps.Any(s => s.Action != RouteStepAction.Refuse) ? await addresses.AddAsync(await addressing, cancellationToken) : null;
        var execution = await ExecuteAsync(plan, cancellationToken);
        var done = before with { Plan = plan, Address = address, Error = null, Execution = execution, Cancelled = execution.Cancelled };
        if (execution.Cancelled || (warm is null && !IsUnclear(execution)))
            return done;

        // What a warm plan rests on may be gone: a table that was deleted, an interface that was exchanged.
        if (warm is not null && execution.Reports.Any(r => r.Error is not null and not { ErrorId: "RouteNotVerified" }))
            return await RunAsync(null, cancellationToken);

        try
        {
            execution = await MendAsync(execution, isWarm: warm is not null, cancellationToken);
            return done with { Execution = execution, Cancelled = execution.Cancelled };
        }
        catch (OverlayIpException e) when (execution.Succeeded)
        {
            // All that was known was done and read back. What is new since is for the next reading to find.
            Observer.Verbose($"{set.Destination}: {e.Message}");
            return done;
        }
    }

    // Reads where the routes are by now and takes what is not this node's, as the remarks say.
    private async Task<RouteExecution> MendAsync(RouteExecution execution, bool isWarm, CancellationToken cancellationToken)
    {
        var contest = FirstContest;
        var round = time.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            if (!isFirst || !isWarm)
            {
                // In proportion to what a round takes: two that try again in step meet again and again.
                var took = isFirst ? execution.Elapsed : time.GetElapsedTime(round);
                var longest = contest + Durations.Shorter(took, LongestContest);
                await Task.Delay(longest * (0.25 + (0.75 * Random.Shared.NextDouble())), time, cancellationToken);
                contest = Durations.Shorter(contest * 2, LongestContest);
            }

            round = time.GetTimestamp();
            RoutePlan reading;
            try
            {
                reading = await PlanAsync(cancellationToken);
            }
            catch (OverlayIpException e) when (!execution.Succeeded && MayPass(e) && Remaining() > contest)
            {
                // What was sent is not sent again before it is known where the routes are.
                Observer.Verbose($"{set.Destination}: {e.Message} Reading again.");
                continue;
            }

            execution = TakeoverReading.Apply(execution, reading);
            var elsewhere = reading.Steps.Where(s => s.Action is RouteStepAction.Replace or RouteStepAction.Create).ToList();
            var known = execution.Reports.Select(r => r.Step.RouteTableId).ToHashSet(StringComparer.Ordinal);

            // All of them elsewhere, after EC2 had accepted them all: another node has taken over since, and it is the newer one. Or they
            // are slow to show it, which is waited for; but not when this node is told again that it is the one.
            var isTaken = reading.Steps.All(s => s.Action != RouteStepAction.None) && execution.Reports.All(r => r.Error is null or { ErrorId: "RouteNotVerified" })
                && IsWishedAgain?.Invoke() != true;
            var missing = isTaken ? elsewhere.FindAll(s => !known.Contains(s.RouteTableId)) : elsewhere;
            if (missing.Count > 0)
            {
                if (Confirm is not null)
                    await Confirm(cancellationToken);

                var again = await ExecuteAsync(reading with { Steps = missing }, cancellationToken);
                execution = TakeoverReading.Merge(execution, again);
            }

            // A table that shows neither what it showed before nor this node is not slow to show it.
            var isOver = isTaken && missing.Count == 0 && execution.Reports.All(r => r.Route?.NetworkInterfaceId != r.Step.PreviousRoute?.NetworkInterfaceId);

            // Only one reading that shows all of them ends it well: what an earlier one showed may have been taken since.
            var isDone = missing.Count == 0 && !IsUnclear(execution);
            var hasFailed = execution.Reports.Any(r => r.Error is not null and not { ErrorId: "RouteNotVerified" });
            if (execution.Cancelled || isOver || isDone || hasFailed || Remaining() <= contest)
                return execution;
        }
    }

    private Task<RoutePlan> PlanAsync(CancellationToken cancellationToken) => _planner.PlanSwitchAsync(RequestOf(set, node), cancellationToken);

    private Task<RouteExecution> ExecuteAsync(RoutePlan plan, CancellationToken cancellationToken)
    {
        // The caller's deadline comes a little later: the executor is to say itself what it could not do in time.
        var left = Durations.Longer(Remaining(), Least);
        var reserve = Durations.Shorter(left / 4, Reserve);
        var options = new RouteExecutionOptions { Timeout = left - reserve, ReadBackFor = FirstLook, LongestPause = LongestCallPause };
        return _executor.ExecuteAsync(plan, options, Observer, cancellationToken);
    }

    // EC2 accepted it and does not show it.
    private static bool IsUnclear(RouteExecution execution) =>
        execution.Reports.Any(r => r.Error is { ErrorId: "RouteNotVerified", Kind: OverlayErrorKind.Timeout });

    // What may be over in a moment. An instance whose own metadata says who it is runs, whatever DescribeInstances says yet:
    // that is still "pending" while the instance boots.
    private bool MayPass(OverlayIpException e) =>
        e.Kind is OverlayErrorKind.Unavailable or OverlayErrorKind.Timeout
        || e.ErrorId == "RequestLimitExceeded"
        || (e.ErrorId == "TargetNotRunning" && node.IsThisInstance);
}
