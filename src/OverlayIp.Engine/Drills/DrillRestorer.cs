using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Drills;

/// <summary>Puts back what a drill has moved, and does not give up before its time is up.</summary>
internal sealed class DrillRestorer(Ec2Connection connection)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(1);

    // How long a call that was cut off may still be on its way.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private readonly RoutePlanner _planner = new(connection);
    private readonly RouteExecutor _executor = new(connection);

    public async Task<DrillStepReport> RestoreAsync(DrillRun run)
    {
        var started = connection.Time.GetTimestamp();
        var reports = new Dictionary<string, RouteStepReport>(StringComparer.Ordinal);
        if (run.HasChanged)
        {
            using var deadline = new Deadline(run.Options.RestoreTimeout, connection.Time, CancellationToken.None);
            await Task.WhenAll(run.Plan.Originals.GroupBy(o => o.PreviousRoute!.NetworkInterfaceId!)
                .Select(async group =>
                {
                    foreach (var report in await RestoreAsync(run, group.Key, [.. group], () => run.Options.RestoreTimeout - connection.Time.GetElapsedTime(started), deadline))
                    {
                        lock (reports)
                        {
                            reports[report.Step.RouteTableId] = report;
                        }
                    }
                }));
        }

        var ordered = run.Plan.Originals
            .Select(o => reports.GetValueOrDefault(o.RouteTableId) ?? new RouteStepReport { Step = o, Outcome = RouteChangeOutcome.Unchanged, Route = o.PreviousRoute })
            .ToList();
        var failures = ordered.Where(r => r.Error is not null).ToList();
        return new DrillStepReport
        {
            IsRestore = true,
            Target = run.Plan.OriginalTargets is [var only] ? only : null,
            Outcome = failures.Count == 0 ? OverlayDrillOutcome.Passed : OverlayDrillOutcome.Failed,
            Reports = ordered,
            Elapsed = run.HasChanged ? connection.Time.GetElapsedTime(started) : TimeSpan.Zero,
            Error = failures.Count == 0 ? null : NotRestored(run.Plan, failures),
        };
    }

    private async Task<IEnumerable<RouteStepReport>> RestoreAsync(
        DrillRun run, string networkInterfaceId, IReadOnlyList<RouteStep> originals, Func<TimeSpan> remaining, Deadline deadline)
    {
        var done = new Dictionary<string, RouteStepReport>(StringComparer.Ordinal);
        var insistent = originals.Where(o => run.IsUncertain(o.RouteTableId)).Select(o => o.RouteTableId).ToHashSet(StringComparer.Ordinal);
        var pause = FirstPause;
        var unsettled = insistent.ToList();
        var left = originals;
        while (true)
        {
            foreach (var report in await TryAsync(run, networkInterfaceId, left, insistent, remaining, deadline))
            {
                // The second look at what is restored already has nothing to tell.
                if (report.Outcome != RouteChangeOutcome.Unchanged || !done.ContainsKey(report.Step.RouteTableId))
                {
                    done[report.Step.RouteTableId] = report;
                }
            }

            var failures = done.Values.Select(r => r.Error).OfType<OverlayIpException>().ToList();
            if (failures.Count == 0 && unsettled.Count > 0)
            {
                await Task.Delay(Settling, connection.Time, CancellationToken.None);
                left = [.. originals.Where(o => unsettled.Contains(o.RouteTableId))];
                unsettled.Clear();
                continue;
            }

            if (failures.Count == 0 || !failures.Exists(MayPass) || remaining() <= pause)
            {
                return done.Values;
            }

            left = [.. originals.Where(o => done.GetValueOrDefault(o.RouteTableId) is not { Error: null })];
            run.Observer.Verbose($"{run.Plan.Destination}: {failures[0].Message} Trying again to restore.");
            await Task.Delay(pause, connection.Time, CancellationToken.None);
            pause = Durations.Shorter(pause * 2, LongestPause);
        }
    }

    private async Task<IEnumerable<RouteStepReport>> TryAsync(
        DrillRun run, string networkInterfaceId, IReadOnlyList<RouteStep> originals, HashSet<string> insistent, Func<TimeSpan> remaining, Deadline deadline)
    {
        try
        {
            // The target's own fitness does not matter: it was there before.
            var plan = await _planner.PlanSwitchAsync(
                new SwitchRoutePlanRequest
                {
                    Destination = run.Plan.Destination,
                    Scope = new RouteScope { RouteTableIds = [.. originals.Select(o => o.RouteTableId)] },
                    Target = RouteTarget.NetworkInterface(networkInterfaceId),
                    Force = true,
                },
                deadline.Token);
            var steps = plan.Steps.Select(step => step switch
            {
                { Action: RouteStepAction.Replace } when !run.IsOurs(step.Previous) => Theirs(step),

                // A change that was sent and never answered can come into force after this look: it must be overruled, not overlooked.
                { Action: RouteStepAction.None } when insistent.Contains(step.RouteTableId) => step with { Action = RouteStepAction.Replace },
                _ => step,
            });
            var left = Durations.Longer(remaining(), LeastTime);
            var execution = await _executor.ExecuteAsync(
                plan with { Steps = [.. steps] }, new RouteExecutionOptions { Timeout = left }, run.Observer, CancellationToken.None);
            insistent.ExceptWith(execution.Reports.Where(r => r.Error is null).Select(r => r.Step.RouteTableId));
            return execution.Reports;
        }
        catch (OverlayIpException e)
        {
            return originals.Select(o => Failed(o, e));
        }
        catch (OperationCanceledException) when (deadline.Token.IsCancellationRequested)
        {
            var late = new OverlayIpException("RequestTimedOut", OverlayErrorKind.Timeout, "EC2 did not answer in time.");
            return originals.Select(o => Failed(o, late));
        }
    }

    private static RouteStepReport Failed(RouteStep original, OverlayIpException error) =>
        new() { Step = original, Outcome = RouteChangeOutcome.Failed, Error = error };

    // Whoever moved it knows why; putting it back would undo their failover.
    private static RouteStep Theirs(RouteStep step) => step with
    {
        Action = RouteStepAction.Refuse,
        Refusal = new OverlayIpException("UnexpectedTarget", OverlayErrorKind.Refused,
            $"The route in {step.Display} points to {step.Previous}, where the drill has not put it: somebody else has moved it, and it was left there.")
        { Subject = step.RouteTableId, RecommendedAction = "Look at it with Get-OverlayRoute before moving it again." },
    };

    private static bool MayPass(OverlayIpException error) =>
        error.Kind is OverlayErrorKind.LimitExceeded or OverlayErrorKind.Unavailable or OverlayErrorKind.Timeout;

    private static OverlayIpException NotRestored(DrillPlan plan, List<RouteStepReport> failures)
    {
        var tables = failures.Select(f => f.Step.RouteTableId).ToHashSet(StringComparer.Ordinal);
        var originals = plan.Originals.Where(o => tables.Contains(o.RouteTableId)).ToList();
        return new OverlayIpException("DrillNotRestored", OverlayErrorKind.Unspecified,
            $"{plan.Destination} does not point to its original target again in {string.Join(", ", originals.Select(o => o.Display))}: {failures[0].Error!.Message}",
            failures[0].Error)
        {
            Subject = plan.Destination.ToString(),

            // The next drill would begin where this one has left the address.
            IsFatal = true,
            RecommendedAction = $"Look with Get-OverlayRoute, then restore it with: {string.Join("; ", plan.CommandsFor(originals))}",
        };
    }
}
