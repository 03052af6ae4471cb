using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.Routing;

/// <summary>
/// Carries plans out: acts on all route tables at once, reads them back until each shows the result, and puts them back
/// when that was asked for. Running the same plan again is safe.
/// </summary>
/// <param name="connection">The way to EC2.</param>
public sealed class RouteExecutor(Ec2Connection connection)
{
    private readonly RouteMutator _mutator = new(connection);
    private readonly RouteVerifier _verifier = new(connection);

    /// <summary>Carries a plan out (actions <c>CreateRoute</c>, <c>ReplaceRoute</c>, <c>DeleteRoute</c>, <c>DescribeRouteTables</c>).</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="options">How.</param>
    /// <param name="observer">Told how far it has come.</param>
    /// <param name="cancellationToken">Stops at the next await. The result then says what was and what was not done; nothing is thrown.</param>
    public async Task<RouteExecution> ExecuteAsync(
        RoutePlan plan, RouteExecutionOptions options, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var started = connection.Time.GetTimestamp();
        var steps = plan.Steps.Select(s => new StepProgress(s)).ToList();
        var run = new RouteRun(plan, started, options.Timeout ?? TimeSpan.FromSeconds(30 + plan.Steps.Count), observer, connection.Time)
        {
            ReadBackFor = options.ReadBackFor,
            LongestPause = options.LongestPause,
        };
        var cancelled = false;
        try
        {
            if (options.Rollback && steps.Exists(s => s.Step.Action == RouteStepAction.Refuse))
            {
                observer.Verbose("A route table is refused and -Rollback asks for all or nothing: nothing was tried.");
            }
            else
            {
                await ActAndVerifyAsync(run, steps, options, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            cancelled = true;
        }

        return new RouteExecution
        {
            Plan = plan,
            Reports = [.. steps.Select(s => s.ToReport())],
            Cancelled = cancelled,
            Elapsed = connection.Time.GetElapsedTime(started),
        };
    }

    private async Task ActAndVerifyAsync(
        RouteRun run, List<StepProgress> steps, RouteExecutionOptions options, CancellationToken cancellationToken)
    {
        var actionable = steps.FindAll(s => s.IsActionable);
        if (actionable.Count == 0)
        {
            return;
        }

        await _mutator.ActAsync(run, actionable, cancellationToken);
        await _verifier.VerifyAsync(run, actionable.FindAll(s => s.MayBeInForce), cancellationToken);
        BlameUnverified(run, actionable);
        if (options.Rollback && actionable.Exists(s => s.Error is not null))
        {
            await RollBackAsync(run, actionable, cancellationToken);
        }
    }

    private async Task RollBackAsync(RouteRun run, List<StepProgress> steps, CancellationToken cancellationToken)
    {
        // What failed without an answer may be in force as well, so it is put back too. What somebody else has moved in the
        // meantime is theirs now.
        var undo = steps.FindAll(s => s.MayBeInForce && (s.Verified || s.Hop == s.Step.Previous || s.Hop == run.Plan.Target?.Hop));
        run.Observer.Verbose($"Restoring {undo.Count} route table(s), because another failed.");
        run.RestartForRollback();
        await _mutator.UndoAsync(run, undo, cancellationToken);
        var restored = undo.FindAll(s => s.RolledBack);
        await _verifier.VerifyUndoneAsync(run, restored, cancellationToken);
        BlameUnverified(run, restored);
    }

    private static void BlameUnverified(RouteRun run, List<StepProgress> steps)
    {
        foreach (var step in steps.Where(s => s is { Error: null, Verified: false }))
        {
            var shown = step switch
            {
                { Hop: null } => "no route",
                { Route.State: RouteState.Blackhole } => $"{step.Hop} as a blackhole",
                _ => step.Hop.Id,
            };
            step.Error = new OverlayIpException("RouteNotVerified", OverlayErrorKind.Timeout,
                $"EC2 accepted the change of {step.Step.Display}, but the route table did not show it within {(run.ReadBackFor ?? run.Timeout).TotalSeconds:0.#} seconds: it shows {shown}.")
            { Subject = step.Step.RouteTableId, RecommendedAction = "Look at it with Get-OverlayRoute and run it again; running it again is always safe." };
        }
    }
}
