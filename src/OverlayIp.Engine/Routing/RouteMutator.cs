using Amazon.EC2.Model;
using Amazon.Runtime;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.Routing;

/// <summary>Sends the changes: all tables at once, paced, each tried again while it may still succeed.</summary>
internal sealed class RouteMutator(Ec2Connection connection)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    // How often create and replace may change places for one table before somebody else is clearly at work on it.
    private const int MostTurns = 3;

    public async Task ActAsync(RouteRun run, List<StepProgress> steps, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(run.Remaining, run.Time, cancellationToken);
        var done = 0;
        run.Report("Changing route tables", 0, steps.Count);

        // Every task is awaited to its end, so that a cancellation leaves no step being written to behind the report's back.
        await Task.WhenAll(steps.Select(async step =>
        {
            await SendAsync(run, step, deadline, cancellationToken);
            run.Report("Changing route tables", Interlocked.Increment(ref done), steps.Count);
        }));
    }

    /// <summary>Puts the previous routes back. A step that cannot be put back gets an error that says so.</summary>
    public async Task UndoAsync(RouteRun run, List<StepProgress> steps, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(run.Remaining, run.Time, cancellationToken);
        var done = 0;
        run.Report("Restoring route tables", 0, steps.Count);
        await Task.WhenAll(steps.Select(async step =>
        {
            await UndoAsync(run, step, deadline, cancellationToken);
            run.Report("Restoring route tables", Interlocked.Increment(ref done), steps.Count);
        }));
    }

    /// <summary>Asks whether the route of a table could be replaced; EC2 always answers with an error, which says it.</summary>
    public Task RehearseAsync(RoutePlan plan, string routeTableId, CancellationToken cancellationToken)
    {
        var request = Replacement(plan, routeTableId, plan.Target!.Hop);
        request.DryRun = true;
        return connection.Unretried.ReplaceRouteAsync(request, cancellationToken);
    }

    private async Task UndoAsync(RouteRun run, StepProgress step, Deadline deadline, CancellationToken cancellationToken)
    {
        var cause = step.Error;
        step.BeginUndo();
        if (step.Step.Previous is { Id.Length: 0 })
        {
            step.Error = RollbackFailed(step, "its previous target no longer exists or is of a kind that is not known here.");
            return;
        }

        await SendAsync(run, step, deadline, cancellationToken);
        if (step.Error is { } failure)
        {
            step.Error = RollbackFailed(step, failure.Message, failure);
            return;
        }

        step.RolledBack = true;
        step.Error = cause;
    }

    private async Task SendAsync(RouteRun run, StepProgress step, Deadline deadline, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        Exception? last = null;
        for (var turns = 0; ;)
        {
            try
            {
                await connection.PacerFor($"{step.Action}Route").RunAsync(
                    async token =>
                    {
                        step.Attempts++;
                        step.InFlight = true;
                        await SendOnceAsync(run.Plan, step, token);
                        return true;
                    },
                    AwsErrors.IsThrottle,
                    deadline.Token);
                Accept(run, step);
                return;
            }
            catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
            {
                step.Elapsed = run.Elapsed;
                if (!step.InFlight)
                {
                    step.Error = last is null ? NotSent(run, step) : AwsErrors.Translate(last, step.Step.RouteTableId);
                    return;
                }

                // The deadline cuts a retry off in flight: why there was a retry says more than that it was cut off.
                var isOver = deadline.IsOver || run.Remaining <= TimeSpan.Zero;
                var cause = e is OperationCanceledException && isOver ? last ?? e : e;
                last = cause;
                step.InFlight = false;
                var isThrottle = AwsErrors.IsThrottle(e);
                step.Ambiguous |= !isThrottle && AwsErrors.IsAmbiguous(e);
                if (IsDoneAlready(step, e))
                {
                    Accept(run, step);
                    return;
                }

                if (turns < MostTurns && TakeOtherCall(run.Plan, step, e))
                {
                    turns++;
                    continue;
                }

                if (!AwsErrors.IsTransient(e) || isOver)
                {
                    step.Error = AwsErrors.Translate(cause, step.Step.RouteTableId);
                    return;
                }

                run.Observer.Verbose($"{step.Action}Route in {step.Step.Display}: {e.Message} Trying again.");

                // A first lost connection is most likely one that the server had closed while it was idle: a takeover does not wait
                // for that. Throttled calls wait for their turn in the pacer; a pause on top would leave tokens lying.
                if (!isThrottle && (step.Attempts > 1 || e is AmazonServiceException))
                {
                    await Task.Delay(run.Within(pause * (0.5 + Random.Shared.NextDouble())), run.Time, cancellationToken);
                    pause = Durations.Shorter(pause * 2, run.LongestPause);
                }
            }
        }
    }

    private static void Accept(RouteRun run, StepProgress step)
    {
        step.InFlight = false;
        step.Accepted = true;
        step.Elapsed = run.Elapsed;
    }

    // A repeated call finds the work of its lost predecessor: the route that it was to create is there, or the one that it
    // was to delete is gone. The verification tells whether it is the right one.
    private static bool IsDoneAlready(StepProgress step, Exception e) => step.Action switch
    {
        RouteStepAction.Delete => AwsErrors.HasCode(e, "InvalidRoute.NotFound"),
        RouteStepAction.Create => step.Ambiguous && AwsErrors.HasCode(e, "RouteAlreadyExists"),
        _ => false,
    };

    // The route came or went since the plan was made. Putting the previous route back is to succeed either way.
    private static bool TakeOtherCall(RoutePlan plan, StepProgress step, Exception e)
    {
        if ((plan.MayReplace || step.Undoing) && step.Action == RouteStepAction.Create && AwsErrors.HasCode(e, "RouteAlreadyExists"))
        {
            step.Action = RouteStepAction.Replace;
            return true;
        }

        if ((plan.MayCreate || step.Undoing) && step.Action == RouteStepAction.Replace && IsMissingRoute(e))
        {
            step.Action = RouteStepAction.Create;
            return true;
        }

        return false;
    }

    // ReplaceRoute has no code of its own for this: "There is no route defined for '10.2.0.9/32' in the route table."
    private static bool IsMissingRoute(Exception e) =>
        AwsErrors.HasCode(e, "InvalidRoute.NotFound")
        || (AwsErrors.HasCode(e, "InvalidParameterValue") && e.Message.Contains("no route defined", StringComparison.OrdinalIgnoreCase));

    private Task SendOnceAsync(RoutePlan plan, StepProgress step, CancellationToken cancellationToken)
    {
        var id = step.Step.RouteTableId;
        var (ipv4, ipv6, prefixList) = FieldsOf(plan.Destination);
        if (step.Action == RouteStepAction.Delete)
        {
            return connection.Unretried.DeleteRouteAsync(
                new DeleteRouteRequest { RouteTableId = id, DestinationCidrBlock = ipv4, DestinationIpv6CidrBlock = ipv6, DestinationPrefixListId = prefixList },
                cancellationToken);
        }

        var hop = step.Undoing ? step.Step.Previous! : plan.Target!.Hop;
        if (step.Action == RouteStepAction.Create)
        {
            var create = new CreateRouteRequest
            {
                RouteTableId = id,
                DestinationCidrBlock = ipv4,
                DestinationIpv6CidrBlock = ipv6,
                DestinationPrefixListId = prefixList,
            };
            hop.ApplyTo(create);
            return connection.Unretried.CreateRouteAsync(create, cancellationToken);
        }

        return connection.Unretried.ReplaceRouteAsync(Replacement(plan, id, hop), cancellationToken);
    }

    private static ReplaceRouteRequest Replacement(RoutePlan plan, string routeTableId, RouteHop hop)
    {
        var (ipv4, ipv6, prefixList) = FieldsOf(plan.Destination);
        var replace = new ReplaceRouteRequest
        {
            RouteTableId = routeTableId,
            DestinationCidrBlock = ipv4,
            DestinationIpv6CidrBlock = ipv6,
            DestinationPrefixListId = prefixList,
        };
        hop.ApplyTo(replace);
        return replace;
    }

    private static (string? Ipv4, string? Ipv6, string? PrefixList) FieldsOf(RouteDestination destination) => destination switch
    {
        { PrefixListId: { } id } => (null, null, id),
        { Cidr.AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => (null, destination.ToString(), null),
        _ => (destination.ToString(), null, null),
    };

    private static OverlayIpException NotSent(RouteRun run, StepProgress step) => new(
        "RequestTimedOut", OverlayErrorKind.Timeout,
        $"The change of {step.Step.Display} was not sent: its turn did not come within {run.Timeout.TotalSeconds:0.#} seconds.")
    { Subject = step.Step.RouteTableId, RecommendedAction = "Allow more time and run it again; running it again is always safe." };

    private static OverlayIpException RollbackFailed(StepProgress step, string reason, OverlayIpException? cause = null) => new(
        "RollbackFailed", cause?.Kind ?? OverlayErrorKind.Unspecified, $"The route table {step.Step.Display} could not be restored: {reason}", cause)
    {
        Subject = step.Step.RouteTableId,
        AwsErrorCode = cause?.AwsErrorCode,
        RequestId = cause?.RequestId,
        RecommendedAction = "Look at it with Get-OverlayRoute and set it right with Switch-OverlayRoute.",
    };
}
