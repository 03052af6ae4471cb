using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Drills;

/// <summary>
/// Proves that a failover works while it is still quiet: moves an address to each candidate in turn, reads back, measures, and restores the original targets
/// whatever happens in between.
/// </summary>
/// <param name="connection">The way to EC2.</param>
public sealed class RouteDrill(Ec2Connection connection)
{
    private const string OrForce = ", or use -Force";

    private readonly RoutePlanner _planner = new(connection);
    private readonly TargetResolver _targets = new(connection);
    private readonly RouteExecutor _executor = new(connection);
    private readonly DrillRestorer _restorer = new(connection);

    /// <summary>Plans a drill (actions <c>DescribeRouteTables</c>, <c>DescribeInstances</c>, <c>DescribeNetworkInterfaces</c>).</summary>
    /// <param name="request">The drill.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException">A candidate is unfit, a route table is refused, the original targets could not be restored
    /// (<c>DrillNotRestorable</c>), there is nothing to switch to (<c>CandidateMissing</c>), something named does not exist, or a call failed.</exception>
    public async Task<DrillPlan> PlanAsync(DrillRequest request, CancellationToken cancellationToken)
    {
        var scope = request.Scope;
        IReadOnlyList<RouteStep>? originals = null;
        var candidates = new List<ResolvedTarget>();
        foreach (var candidate in request.Candidates)
        {
            var plan = await PlanSwitchAsync(request.Destination, scope, candidate, cancellationToken);

            // The first one decides which tables the drill is about.
            originals ??= plan.Steps;
            scope = new RouteScope { RouteTableIds = [.. originals.Select(s => s.RouteTableId)] };
            if (!candidates.Exists(c => c.NetworkInterfaceId == plan.Target!.NetworkInterfaceId))
            {
                candidates.Add(plan.Target!);
            }
        }

        RequireRestorable(request.Destination, originals ?? throw NoCandidate(request.Destination));
        var present = originals.Select(o => o.PreviousRoute!.NetworkInterfaceId!).Distinct(StringComparer.Ordinal)
            .Select(async id => candidates.Find(c => c.NetworkInterfaceId == id) ?? await _targets.ResolveAsync(RouteTarget.NetworkInterface(id), cancellationToken));
        return candidates.TrueForAll(c => originals.All(o => o.PreviousRoute!.NetworkInterfaceId == c.NetworkInterfaceId))
            ? throw NoCandidate(request.Destination)
            : new DrillPlan
            {
                Destination = request.Destination,
                Candidates = candidates,
                Originals = originals,
                OriginalTargets = await Task.WhenAll(present),
                Region = connection.Region,
            };
    }

    /// <summary>Carries a drill out (actions of the plan and <c>ReplaceRoute</c>). The first candidate that fails ends it. The original targets are restored in
    /// every case, also when it is stopped: what was moved by somebody else meanwhile is theirs, and stays.</summary>
    /// <param name="plan">The drill.</param>
    /// <param name="options">How.</param>
    /// <param name="watch">Asks the address whether it answers; null when it is not to be asked.</param>
    /// <param name="observer">Told how far it has come.</param>
    /// <param name="cancellationToken">Ends the drill. Restoring is not stopped by it. Once something was changed, nothing is thrown.</param>
    /// <exception cref="OverlayIpException"><c>DrillNotAnswering</c>: the address does not answer now, so that the drill would prove nothing. Nothing was changed.</exception>
    public async Task<DrillReport> RunAsync(
        DrillPlan plan, DrillOptions options, IAnswerWatch? watch, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var run = new DrillRun(plan, options, watch, observer);
        DrillStepReport restore;
        try
        {
            await RequireAnswerAsync(run, cancellationToken);
            await VisitAsync(run, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The report says so.
        }
        finally
        {
            restore = await RestoreAsync(run);
        }

        return new DrillReport
        {
            Plan = plan,
            Steps = [.. plan.Candidates.Select((candidate, index) => index < run.Steps.Count
                ? run.Steps[index]
                : new DrillStepReport { Target = candidate, Outcome = OverlayDrillOutcome.NotAttempted })],
            Restore = restore,
            Cancelled = cancellationToken.IsCancellationRequested,
        };
    }

    private static async Task RequireAnswerAsync(DrillRun run, CancellationToken cancellationToken)
    {
        if (run.Watch is not null && await run.Watch.AnswerAsync(run.Options.AnswerTimeout, cancellationToken) is null)
        {
            throw new OverlayIpException("DrillNotAnswering", OverlayErrorKind.Refused,
                $"{run.Plan.Destination} does not answer now, so that a drill could not tell whether it answers after a switch.")
            {
                Subject = run.Plan.Destination.ToString(),
                RecommendedAction = "Run the drill from where the address and its port can be reached, or without -ProbePort.",
            };
        }
    }

    private async Task VisitAsync(DrillRun run, CancellationToken cancellationToken)
    {
        foreach (var candidate in run.Plan.Candidates)
        {
            run.Observer.Progress($"Drill of {run.Plan.Destination}", $"Switching to {candidate}", run.Steps.Count, run.Plan.Candidates.Count + 1);
            DrillStepReport step;
            try
            {
                step = await SwitchAsync(run, candidate, cancellationToken);
            }
            catch (OverlayIpException e)
            {
                step = new DrillStepReport { Target = candidate, Outcome = OverlayDrillOutcome.Failed, Error = e };
            }

            run.Steps.Add(step);
            if (step.Outcome != OverlayDrillOutcome.Passed)
            {
                return;
            }
        }
    }

    private async Task<DrillStepReport> SwitchAsync(DrillRun run, ResolvedTarget candidate, CancellationToken cancellationToken)
    {
        // Planned anew at its turn: a candidate that was fit when the drill began may be so no longer.
        var plan = await PlanSwitchAsync(
            run.Plan.Destination, run.Scope, RouteTarget.NetworkInterface(candidate.NetworkInterfaceId), cancellationToken);
        foreach (var step in plan.Steps)
        {
            if (run.HopOf(step.RouteTableId) != step.Previous)
            {
                throw new OverlayIpException("UnexpectedTarget", OverlayErrorKind.Refused,
                    $"The route in {step.Display} points to {step.Previous}, not to {run.HopOf(step.RouteTableId)}, where it was left: somebody else has moved it.")
                { Subject = step.RouteTableId, RecommendedAction = "Look at it with Get-OverlayRoute before moving it again." };
            }
        }

        run.Watch?.Restart();
        var execution = await _executor.ExecuteAsync(
            plan, new RouteExecutionOptions { Timeout = run.Options.Timeout }, run.Observer, cancellationToken);
        run.Note(execution);
        var report = new DrillStepReport
        {
            Target = candidate,
            Outcome = execution.Succeeded && !execution.Cancelled ? OverlayDrillOutcome.Passed : OverlayDrillOutcome.Failed,
            Reports = execution.Reports,
            Elapsed = execution.Reports.Max(r => r.Elapsed),
            Error = execution.Reports.Select(r => r.Error).FirstOrDefault(e => e is not null),
        };
        return report.Outcome == OverlayDrillOutcome.Passed ? await ListenAsync(run, report, cancellationToken) : report;
    }

    private async Task<RoutePlan> PlanSwitchAsync(RouteDestination destination, RouteScope scope, RouteTarget target, CancellationToken cancellationToken)
    {
        try
        {
            var plan = await _planner.PlanSwitchAsync(
                new SwitchRoutePlanRequest { Destination = destination, Scope = scope, Target = target }, cancellationToken);
            return plan.Steps.Select(s => s.Refusal).FirstOrDefault(r => r is not null) is { } refusal ? throw refusal : plan;
        }
        catch (OverlayIpException e) when (e.RecommendedAction?.Contains(OrForce, StringComparison.Ordinal) == true)
        {
            // A drill is not to be forced: what it would prove is that the address is gone.
            throw new OverlayIpException(e.ErrorId, e.Kind, e.Message, e.InnerException)
            { Subject = e.Subject, RecommendedAction = e.RecommendedAction.Replace(OrForce, "", StringComparison.Ordinal) };
        }
    }

    private static async Task<DrillStepReport> ListenAsync(DrillRun run, DrillStepReport report, CancellationToken cancellationToken)
    {
        if (run.Watch is null)
        {
            return report;
        }

        TimeSpan? outage;
        try
        {
            outage = await run.Watch.AnswerAsync(run.Options.AnswerTimeout, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return report with
            {
                Outcome = OverlayDrillOutcome.Failed,
                Error = new OverlayIpException("Interrupted", OverlayErrorKind.Unspecified, $"It was stopped before {report.Target} had answered.")
                { Subject = run.Plan.Destination.ToString() },
            };
        }

        return outage is not null
            ? report with { Outage = outage }
            : report with
            {
                Outcome = OverlayDrillOutcome.Failed,
                Error = new OverlayIpException("DrillUnanswered", OverlayErrorKind.Timeout,
                    $"The routes to {run.Plan.Destination} point to {report.Target}, but it did not answer within {run.Options.AnswerTimeout.TotalSeconds:0.#} seconds.")
                {
                    Subject = run.Plan.Destination.ToString(),
                    RecommendedAction = "See whether the node has the address (Add-OverlayAddress), a program on the port, and security groups that let it through.",
                },
            };
    }

    private async Task<DrillStepReport> RestoreAsync(DrillRun run)
    {
        run.Observer.Progress($"Drill of {run.Plan.Destination}", "Restoring the original targets", run.Plan.Candidates.Count, run.Plan.Candidates.Count + 1);
        run.Watch?.Restart();
        var report = await _restorer.RestoreAsync(run);
        if (report.Outcome == OverlayDrillOutcome.Passed && run.HasChanged)
        {
            report = await ListenAsync(run, report, CancellationToken.None);
        }

        return report;
    }

    private static void RequireRestorable(RouteDestination destination, IReadOnlyList<RouteStep> originals)
    {
        foreach (var original in originals)
        {
            var why = original switch
            {
                { PreviousRoute.NetworkInterfaceId: null } => "its target no longer exists",
                { PreviousRoute.State: RouteState.Blackhole } => "it is a blackhole",
                _ => null,
            };
            if (why is not null)
            {
                throw new OverlayIpException("DrillNotRestorable", OverlayErrorKind.Refused,
                    $"The route to {destination} in {original.Display} could not be restored after a drill: {why}.")
                { Subject = original.RouteTableId, RecommendedAction = "This is no drill any more: move the address with Switch-OverlayRoute." };
            }
        }
    }

    private static OverlayIpException NoCandidate(RouteDestination destination) => new(
        "CandidateMissing", OverlayErrorKind.InvalidArgument, $"There is no candidate that {destination} could be switched to.")
    { Subject = destination.ToString(), RecommendedAction = "Name with -Candidate at least one instance or network interface that is not the target already." };
}
