using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.Routing;

/// <summary>
/// Reads route tables back until they show what was done. EC2 is eventually consistent: the first answer after an accepted
/// change may still show the old route.
/// </summary>
internal sealed class RouteVerifier(Ec2Connection connection)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(5);

    /// <summary>Waits until each step's table shows the result; those that do not in time stay unverified.</summary>
    public Task VerifyAsync(RouteRun run, List<StepProgress> steps, CancellationToken cancellationToken) =>
        PollAsync(run, steps, step => IsDone(run.Plan, step), cancellationToken);

    /// <summary>Waits until each step's table shows its previous route again.</summary>
    public Task VerifyUndoneAsync(RouteRun run, List<StepProgress> steps, CancellationToken cancellationToken) =>
        PollAsync(run, steps, step => step.Hop == step.Step.Previous, cancellationToken);

    private async Task PollAsync(
        RouteRun run, List<StepProgress> steps, Func<StepProgress, bool> isDone, CancellationToken cancellationToken)
    {
        // A deadline that was used up by acting must still leave time to learn what came of it.
        var left = Durations.Longer(run.Remaining, LeastTime);
        var within = Durations.Shorter(run.ReadBackFor ?? left, left);
        using var deadline = new Deadline(left, run.Time, cancellationToken);
        var started = run.Time.GetTimestamp();
        var waiting = steps;
        var pause = FirstPause;
        while (waiting.Count > 0)
        {
            run.Report("Reading route tables back", steps.Count - waiting.Count, steps.Count);
            try
            {
                await ReadAsync(run, waiting, isDone, deadline.Token);
            }
            catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
            {
                run.Observer.Verbose($"Reading back: {e.Message}");
                if (!AwsErrors.IsTransient(e))
                {
                    BlameReading(waiting, e);
                    return;
                }
            }

            // What failed, and only may have been carried out all the same, is not worth the whole time.
            var spent = run.Time.GetElapsedTime(started);
            waiting = run.ReadBackFor is null
                ? waiting.FindAll(s => !s.Verified && (s.Error is null || s.RolledBack || spent < LeastTime))

                // Another may take one table while the next is waited for: only a reading that shows all of them proves anything.
                : steps.Exists(s => !s.Verified) ? steps : [];
            if (waiting.Count == 0 || spent + pause > within || (run.ReadBackFor is not null && waiting.Exists(s => IsTaken(run.Plan, s))))
            {
                return;
            }

            await Task.Delay(pause, run.Time, cancellationToken);
            pause = Durations.Shorter(pause * 1.6, LongestPause);
        }
    }

    private async Task ReadAsync(
        RouteRun run, List<StepProgress> waiting, Func<StepProgress, bool> isDone, CancellationToken cancellationToken)
    {
        var byTable = waiting.ToDictionary(s => s.Step.RouteTableId, StringComparer.Ordinal);
        await foreach (var table in RouteTableReader.ReadAsync(connection, [.. byTable.Keys], [], cancellationToken))
        {
            if (!byTable.TryGetValue(table.Id, out var step))
            {
                continue;
            }

            var route = table.Find(run.Plan.Destination);
            step.Route = route is null ? null : table.ToOverlayRoute(route, run.Plan.Destination);
            step.Hop = route is null ? null : RouteHop.Of(route);
            if (run.ReadBackFor is not null)
                step.Verified = false;

            if (isDone(step))
            {
                step.Verified = true;
                step.Elapsed = run.Elapsed;

                // An answer was lost, or a retry was refused, but the result is there: that is success.
                step.Error = step.RolledBack ? step.Error : null;
            }
        }
    }

    private static bool IsDone(RoutePlan plan, StepProgress step) => step.Action == RouteStepAction.Delete
        ? step.Hop is null
        : step.Hop == plan.Target!.Hop

            // Forced onto a target that is not running, the route can only be a blackhole.
            && (step.Route?.State == RouteState.Active || !plan.Target.IsRunning);

    // Neither the old target nor the new one: that is no old reading, but somebody else's change.
    private static bool IsTaken(RoutePlan plan, StepProgress step) =>
        step is { Accepted: true, Undoing: false, Hop: not null } && step.Hop != step.Step.Previous && step.Hop != plan.Target?.Hop;

    private static void BlameReading(List<StepProgress> waiting, Exception e)
    {
        foreach (var step in waiting.Where(s => s.Error is null))
        {
            var cause = AwsErrors.Translate(e, step.Step.RouteTableId);
            step.Error = new OverlayIpException("RouteNotVerified", cause.Kind,
                $"EC2 accepted the change of {step.Step.Display}, but the route table could not be read back: {cause.Message}", e)
            {
                Subject = step.Step.RouteTableId,
                AwsErrorCode = cause.AwsErrorCode,
                RequestId = cause.RequestId,
                RecommendedAction = "Allow ec2:DescribeRouteTables on '*'; it has no resource-level permissions.",
            };
        }
    }
}
