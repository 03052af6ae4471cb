using System.Diagnostics;
using OverlayIp.Agent.Commands;
using OverlayIp.Agent.Output;
using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Resident;

/// <summary>Carries out what one-shot commands ask for, with the results that the commands themselves would have had.</summary>
internal static class ControlDesk
{
    /// <summary>Carries a request out.</summary>
    /// <param name="request">The request.</param>
    /// <param name="failover">What does it.</param>
    /// <param name="cancellationToken">The agent's end.</param>
    public static async Task<ControlAnswer> CarryOutAsync(ControlRequest request, ResidentFailover failover, CancellationToken cancellationToken)
    {
        using var results = new StringWriter();
        using var error = new StringWriter();
        var output = new AgentOutput(results, error, request.Json, isVerbose: false);
        int code;
        try
        {
            code = await CarryOutAsync(request, failover, output, cancellationToken);
        }
        catch (OverlayIpException e)
        {
            output.Failure(e);
            code = ExitCode.Of(e.Kind);
        }
        catch (TimeoutException)
        {
            output.Failure(new OverlayIpException("DeadlineExceeded", OverlayErrorKind.Timeout, "It was not done in time; the agent goes on with it."));
            code = ExitCode.Unavailable;
        }

        return new ControlAnswer { Accepted = true, ExitCode = code, Output = results.ToString(), Error = error.ToString() };
    }

    private static async Task<int> CarryOutAsync(ControlRequest request, ResidentFailover failover, AgentOutput output, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var timeout = TimeSpan.FromSeconds(request.TimeoutSeconds);
        var destinations = request.Destinations.Select(RouteDestination.Parse).ToList();
        if (request.Command == "status")
            return NodeStatus.Report(await failover.ReadAsync(destinations, cancellationToken).WaitAsync(timeout, cancellationToken), output);

        var heard = request.Event is { } line ? VrrpEvent.Parse(line) : null;
        var isTakeover = heard?.IsMaster ?? request.Command == "takeover";
        var doing = heard is not null ? failover.Post(heard) : failover.RequestAsync(isTakeover ? ResidentAction.TakeOver : ResidentAction.Release, destinations);
        var sets = await doing.WaitAsync(timeout, cancellationToken);
        return isTakeover ? TakeoverCommand.Report(sets, Stopwatch.GetElapsedTime(started), output) : ReleaseCommand.Report(sets, output);
    }
}
