using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.Reach.TransitRoutes;

/// <summary>Carries plans for transit gateways out: acts on all route tables at once and reads them back until each shows the result.</summary>
/// <param name="connection">The way to EC2.</param>
public sealed class TransitRouteExecutor(Ec2Connection connection)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly TransitRouteInventory _inventory = new(connection);

    private sealed class Progress(TransitRouteStep step)
    {
        public TransitRouteStep Step { get; } = step;

        public bool Sent { get; set; }

        public Exception? Failure { get; set; }

        public TransitRouteReport? Report { get; set; }
    }

    /// <summary>Carries a plan out (actions <c>CreateTransitGatewayRoute</c>, <c>ReplaceTransitGatewayRoute</c>, <c>DeleteTransitGatewayRoute</c>,
    /// <c>SearchTransitGatewayRoutes</c>). Running it again is safe.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="timeout">How long acting and reading back may take together.</param>
    /// <param name="observer">Told how far it has come.</param>
    /// <param name="cancellationToken">Stops at the next await. The result then says what was and what was not done; nothing is thrown.</param>
    public async Task<TransitRouteExecution> ExecuteAsync(
        TransitRoutePlan plan, TimeSpan timeout, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var steps = plan.Steps.Select(s => new Progress(s)).ToList();
        var started = connection.Time.GetTimestamp();
        var done = 0;
        var cancelled = false;
        try
        {
            await Task.WhenAll(steps.Select(async step =>
            {
                await RunAsync(plan, step, started, timeout, cancellationToken);
                observer.Progress($"{plan.Destination}", "Changing transit gateway route tables", Interlocked.Increment(ref done), steps.Count);
            }));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            cancelled = true;
        }

        return new TransitRouteExecution(plan, [.. steps.Select(s => s.Report ?? Stopped(s))], cancelled);
    }

    private async Task RunAsync(TransitRoutePlan plan, Progress step, long started, TimeSpan timeout, CancellationToken cancellationToken)
    {
        switch (step.Step.Action)
        {
            case TransitRouteAction.Refuse:
                step.Report = new TransitRouteReport(step.Step, TransitRouteOutcome.Failed, step.Step.Previous, step.Step.Refusal);
                return;
            case TransitRouteAction.None:
                step.Report = new TransitRouteReport(step.Step, TransitRouteOutcome.Done, step.Step.Previous, null);
                return;
        }

        await ActAndVerifyAsync(plan.Destination, step, started, timeout, cancellationToken);
    }

    // True when EC2 has taken or refused the call, so that it needs no other one. An answer may have been lost, and a retry may have
    // found the work of its predecessor: whether a failure is one, the table tells.
    private async Task<bool> TrySendAsync(OverlayIp.CidrBlock destination, Progress step, CancellationToken cancellationToken)
    {
        try
        {
            await connection.PacerFor($"{step.Step.Action}TransitGatewayRoute").RunAsync(
                token =>
                {
                    step.Sent = true;
                    return SendOnceAsync(destination, step.Step, token);
                },
                AwsErrors.IsThrottle,
                cancellationToken);
            step.Failure = null;
            return true;
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            step.Failure = e;
            return !AwsErrors.IsTransient(e);
        }
    }

    private async Task<bool> SendOnceAsync(OverlayIp.CidrBlock destination, TransitRouteStep step, CancellationToken cancellationToken)
    {
        switch (step.Action)
        {
            case TransitRouteAction.Create:
                await connection.Client.CreateTransitGatewayRouteAsync(
                    new CreateTransitGatewayRouteRequest
                    {
                        TransitGatewayRouteTableId = step.TableId,
                        DestinationCidrBlock = destination.ToString(),
                        TransitGatewayAttachmentId = step.AttachmentId,
                    },
                    cancellationToken);
                return true;
            case TransitRouteAction.Replace:
                await connection.Client.ReplaceTransitGatewayRouteAsync(
                    new ReplaceTransitGatewayRouteRequest
                    {
                        TransitGatewayRouteTableId = step.TableId,
                        DestinationCidrBlock = destination.ToString(),
                        TransitGatewayAttachmentId = step.AttachmentId,
                    },
                    cancellationToken);
                return true;
            default:
                await connection.Client.DeleteTransitGatewayRouteAsync(
                    new DeleteTransitGatewayRouteRequest { TransitGatewayRouteTableId = step.TableId, DestinationCidrBlock = destination.ToString() },
                    cancellationToken);
                return true;
        }
    }

    private async Task ActAndVerifyAsync(OverlayIp.CidrBlock destination, Progress step, long started, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var table = new TransitGatewayRouteTable
        {
            TransitGatewayRouteTableId = step.Step.TableId,
            TransitGatewayId = step.Step.GatewayId,
            Tags = step.Step.TableName is { } name ? [new Tag { Key = "Name", Value = name }] : null,
        };
        var settled = false;
        for (var pause = FirstPause; ; pause = pause * 1.6 < LongestPause ? pause * 1.6 : LongestPause)
        {
            settled = settled || await TrySendAsync(destination, step, cancellationToken);
            OverlayTransitRoute? route = null;
            OverlayIpException? unread = null;
            try
            {
                route = (await _inventory.RoutesAsync(table, cancellationToken))
                    .Find(r => r.Type == TransitRouteType.Static && r.DestinationCidr == destination.ToString());
            }
            catch (OverlayIpException e)
            {
                unread = e;
            }

            if (unread is null && IsDone(step.Step, route))
            {
                step.Report = new TransitRouteReport(step.Step, TransitRouteOutcome.Done, route, null);
                return;
            }

            // A call that EC2 has refused will not show, however long it is waited for, once the table shows why it was refused.
            var refused = settled && step.Failure is not null && !MayBeLate(step, unread is not null, route);
            if (refused || unread is { Kind: not (OverlayErrorKind.Unavailable or OverlayErrorKind.LimitExceeded or OverlayErrorKind.Timeout) }
                || connection.Time.GetElapsedTime(started) + pause > timeout)
            {
                step.Report = new TransitRouteReport(step.Step, TransitRouteOutcome.Failed, route, ErrorOf(destination, step, unread, timeout));
                return;
            }

            await Task.Delay(pause, connection.Time, cancellationToken);
        }
    }

    // EC2 says that the route is there (or gone) and the table does not show it yet: so it is the table that is late, and whose
    // work it was, this call's lost predecessor's or somebody else's, cannot be told before it shows.
    private static bool MayBeLate(Progress step, bool isUnread, OverlayTransitRoute? route) => step.Step.Action switch
    {
        TransitRouteAction.Create => route is null && AwsErrors.HasCode(step.Failure!, "RouteAlreadyExists"),
        TransitRouteAction.Delete => (isUnread || route is not null) && AwsErrors.HasCode(step.Failure!, "InvalidRoute.NotFound"),
        _ => false,
    };

    private static bool IsDone(TransitRouteStep step, OverlayTransitRoute? route) => step.Action == TransitRouteAction.Delete
        ? route is null
        : route is { State: RouteState.Active } && route.TransitGatewayAttachmentId == step.AttachmentId;

    private static OverlayIpException ErrorOf(OverlayIp.CidrBlock destination, Progress step, OverlayIpException? unread, TimeSpan timeout) => step.Failure switch
    {
        { } taken when AwsErrors.HasCode(taken, "RouteAlreadyExists") => new OverlayIpException("TransitRouteAlreadyExists", OverlayErrorKind.AlreadyExists,
            $"Somebody has made a static route to {destination} in {step.Step.Display} meanwhile.", taken)
        { Subject = step.Step.TableId, RecommendedAction = "Look at it with Get-OverlayTransitRoute; replace it with -Force." },
        { } failure => AwsErrors.Translate(failure, step.Step.TableId),
        null => new OverlayIpException("TransitRouteNotVerified", unread?.Kind ?? OverlayErrorKind.Timeout,
            unread is null
                ? $"EC2 accepted the change of {step.Step.Display}, but the route table did not show it within {timeout.TotalSeconds:0.#} seconds."
                : $"EC2 accepted the change of {step.Step.Display}, but the route table could not be read back: {unread.Message}",
            unread)
        { Subject = step.Step.TableId, RecommendedAction = "Look at it with Get-OverlayTransitRoute and run it again; running it again is always safe." },
    };

    private static TransitRouteReport Stopped(Progress step) => new(
        step.Step, step.Sent ? TransitRouteOutcome.Interrupted : TransitRouteOutcome.NotAttempted, step.Step.Previous, null);
}
