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

    /// <summary>Waits until each step's table shows the result; those that do not in time stay unverified.</summary>
    public Task VerifyAsync(RouteRun run, List<StepProgress> steps, TimeSpan within, CancellationToken cancellationToken) =>
        PollAsync(run, steps, within, (step, route) => IsDone(run.Plan, step, route), cancellationToken);

    /// <summary>Waits until each step's table shows its previous route again.</summary>
    public Task VerifyUndoneAsync(RouteRun run, List<StepProgress> steps, TimeSpan within, CancellationToken cancellationToken) =>
        PollAsync(run, steps, within, IsUndone, cancellationToken);

    private async Task PollAsync(
        RouteRun run,
        List<StepProgress> steps,
        TimeSpan within,
        Func<StepProgress, OverlayRoute?, bool> isDone,
        CancellationToken cancellationToken)
    {
        var started = run.Time.GetTimestamp();
        var waiting = steps;
        var pause = FirstPause;
        while (waiting.Count > 0)
        {
            run.Report("Reading route tables back", steps.Count - waiting.Count, steps.Count);
            try
            {
                await ReadAsync(run, waiting, isDone, cancellationToken);
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

            waiting = waiting.FindAll(s => !s.Verified);
            if (waiting.Count == 0 || run.Time.GetElapsedTime(started) + pause > within)
            {
                return;
            }

            await Task.Delay(pause, connection.Time, cancellationToken);
            pause = pause * 1.6 < LongestPause ? pause * 1.6 : LongestPause;
        }
    }

    private async Task ReadAsync(
        RouteRun run, List<StepProgress> waiting, Func<StepProgress, OverlayRoute?, bool> isDone, CancellationToken cancellationToken)
    {
        var byTable = waiting.ToDictionary(s => s.Step.RouteTableId, StringComparer.Ordinal);
        await foreach (var table in RouteTableReader.ReadAsync(connection, [.. byTable.Keys], [], cancellationToken))
        {
            if (!byTable.TryGetValue(table.Id, out var step))
            {
                continue;
            }

            step.Route = table.Find(run.Plan.Destination) is { } route ? table.ToOverlayRoute(route, run.Plan.Destination) : null;
            if (isDone(step, step.Route))
            {
                step.Verified = true;
                step.Elapsed = run.Elapsed;

                // An answer was lost, or a retry was refused, but the result is there: that is success.
                step.Error = step.RolledBack ? step.Error : null;
            }
        }
    }

    private static bool IsDone(RoutePlan plan, StepProgress step, OverlayRoute? route) => step.Action == RouteStepAction.Delete
        ? route is null
        : route?.NetworkInterfaceId == plan.Target!.NetworkInterfaceId

            // Forced onto a target that is not running, the route can only be a blackhole.
            && (route.State == RouteState.Active || !plan.Target.IsRunning);

    private static bool IsUndone(StepProgress step, OverlayRoute? route) => step.Step.PreviousRoute is { } previous
        ? route is not null && route.NetworkInterfaceId == previous.NetworkInterfaceId && route.InstanceId == previous.InstanceId
        : route is null;

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
