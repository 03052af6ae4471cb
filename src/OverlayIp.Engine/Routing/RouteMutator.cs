using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.Routing;

/// <summary>Sends the changes: all tables at once, paced, each tried again while it may still succeed.</summary>
internal sealed class RouteMutator(Ec2Connection connection)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // How often create and replace may change places for one table before somebody else is clearly at work on it.
    private const int MostTurns = 3;

    private sealed record Change(string Action, Func<CancellationToken, Task> SendAsync);

    public async Task ActAsync(RouteRun run, List<StepProgress> steps, CancellationToken cancellationToken)
    {
        var done = 0;
        run.Report("Changing route tables", 0, steps.Count);

        // Every task is awaited to its end, so that a cancellation leaves no step being written to behind the report's back.
        await Task.WhenAll(steps.Select(async step =>
        {
            await SendAsync(run, step, () => Forward(run.Plan, step), cancellationToken);
            run.Report("Changing route tables", Interlocked.Increment(ref done), steps.Count);
        }));
    }

    /// <summary>Puts the previous routes back. A step that cannot be put back gets an error that says so.</summary>
    public async Task UndoAsync(RouteRun run, List<StepProgress> steps, CancellationToken cancellationToken) =>
        await Task.WhenAll(steps.Select(step => UndoAsync(run, step, cancellationToken)));

    private async Task UndoAsync(RouteRun run, StepProgress step, CancellationToken cancellationToken)
    {
        var cause = step.Error;
        step.Undoing = true;
        step.Verified = false;
        step.Error = null;
        if (step.Step.Previous is { Id.Length: 0 })
        {
            step.Error = RollbackFailed(step, "its previous target no longer exists");
            return;
        }

        await SendAsync(run, step, () => Backward(run.Plan, step), cancellationToken);
        if (step.Error is { } failure)
        {
            step.Error = RollbackFailed(step, failure.Message, failure);
            return;
        }

        step.RolledBack = true;
        step.Error = cause;
    }

    private async Task SendAsync(RouteRun run, StepProgress step, Func<Change> next, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        for (var turns = 0; ;)
        {
            var change = next();
            try
            {
                await connection.PacerFor(change.Action).RunAsync(
                    async token =>
                    {
                        step.Attempts++;
                        step.InFlight = true;
                        await change.SendAsync(token);
                        return true;
                    },
                    AwsErrors.IsThrottle,
                    cancellationToken);
                Accept(run, step);
                return;
            }
            catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
            {
                step.InFlight = false;
                step.Elapsed = run.Elapsed;
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

                if (!AwsErrors.IsTransient(e) || run.Remaining <= TimeSpan.Zero)
                {
                    step.Error = AwsErrors.Translate(e, step.Step.RouteTableId);
                    return;
                }

                run.Observer.Verbose($"{change.Action} in {step.Step.Display}: {e.Message} Trying again.");

                // Throttled calls wait for their turn in the pacer; a pause of their own on top would leave tokens lying.
                if (!isThrottle)
                {
                    await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), connection.Time, cancellationToken);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
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
    private static bool IsDoneAlready(StepProgress step, Exception e) =>
        AwsErrors.HasCode(e, "InvalidRoute.NotFound")
        || (step.Ambiguous && step.Action == RouteStepAction.Create && AwsErrors.HasCode(e, "RouteAlreadyExists"));

    // The route came or went since the plan was made.
    private static bool TakeOtherCall(RoutePlan plan, StepProgress step, Exception e)
    {
        if (step.Undoing)
        {
            return false;
        }

        if (plan.MayReplace && step.Action == RouteStepAction.Create && AwsErrors.HasCode(e, "RouteAlreadyExists"))
        {
            step.Action = RouteStepAction.Replace;
            return true;
        }

        if (plan.MayCreate && step.Action == RouteStepAction.Replace && IsMissingRoute(e))
        {
            step.Action = RouteStepAction.Create;
            return true;
        }

        return false;
    }

    // ReplaceRoute has no code of its own for this: "There is no route defined for '10.2.0.9/32' in the route table."
    private static bool IsMissingRoute(Exception e) =>
        AwsErrors.HasCode(e, "InvalidParameterValue") && e.Message.Contains("no route defined", StringComparison.OrdinalIgnoreCase);

    private Change Forward(RoutePlan plan, StepProgress step) => step.Action switch
    {
        RouteStepAction.Create => Create(plan, step.Step, plan.Target!.NetworkInterfaceId),
        RouteStepAction.Replace => Replace(plan, step.Step, new RouteHop(RouteHopKind.NetworkInterface, plan.Target!.NetworkInterfaceId)),
        _ => Delete(plan, step.Step),
    };

    private Change Backward(RoutePlan plan, StepProgress step) => step.Step.Previous is { } previous
        ? Replace(plan, step.Step, previous)
        : Delete(plan, step.Step);

    private Change Create(RoutePlan plan, RouteStep step, string networkInterfaceId)
    {
        var request = new CreateRouteRequest { RouteTableId = step.RouteTableId, NetworkInterfaceId = networkInterfaceId };
        (request.DestinationCidrBlock, request.DestinationIpv6CidrBlock, request.DestinationPrefixListId) = FieldsOf(plan.Destination);
        return new Change("CreateRoute", token => connection.Unretried.CreateRouteAsync(request, token));
    }

    private Change Replace(RoutePlan plan, RouteStep step, RouteHop hop)
    {
        var request = new ReplaceRouteRequest { RouteTableId = step.RouteTableId };
        (request.DestinationCidrBlock, request.DestinationIpv6CidrBlock, request.DestinationPrefixListId) = FieldsOf(plan.Destination);
        hop.ApplyTo(request);
        return new Change("ReplaceRoute", token => connection.Unretried.ReplaceRouteAsync(request, token));
    }

    private Change Delete(RoutePlan plan, RouteStep step)
    {
        var request = new DeleteRouteRequest { RouteTableId = step.RouteTableId };
        (request.DestinationCidrBlock, request.DestinationIpv6CidrBlock, request.DestinationPrefixListId) = FieldsOf(plan.Destination);
        return new Change("DeleteRoute", token => connection.Unretried.DeleteRouteAsync(request, token));
    }

    private static (string? Ipv4, string? Ipv6, string? PrefixList) FieldsOf(RouteDestination destination) => destination switch
    {
        { PrefixListId: { } id } => (null, null, id),
        { Cidr.AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => (null, destination.ToString(), null),
        _ => (destination.ToString(), null, null),
    };

    private static OverlayIpException RollbackFailed(StepProgress step, string reason, OverlayIpException? cause = null) => new(
        "RollbackFailed", OverlayErrorKind.Unspecified, $"The route table {step.Step.Display} could not be restored: {reason}", cause)
    {
        Subject = step.Step.RouteTableId,
        AwsErrorCode = cause?.AwsErrorCode,
        RequestId = cause?.RequestId,
        RecommendedAction = "Look at it with Get-OverlayRoute and set it right with Switch-OverlayRoute.",
    };
}
