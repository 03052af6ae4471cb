using System.Diagnostics;
using OverlayIp.Agent.Output;

namespace OverlayIp.Agent.Demo;

/// <summary>Plays acts one after the other, measures them, and ends with the first that fails.</summary>
internal sealed class DemoPlayer(IDemoView view, AgentOutput output)
{
    private readonly List<DemoStep> _steps = [];

    /// <summary>How many acts have been played.</summary>
    public int Played => _steps.Count;

    /// <summary>Plays the acts.</summary>
    /// <param name="acts">The acts.</param>
    /// <param name="takeCalls">The API calls since it was last asked.</param>
    /// <param name="cancellationToken">Stops within an act.</param>
    public async Task<DemoReport> PlayAsync(
        IReadOnlyList<DemoAct> acts, Func<IReadOnlyList<DemoApiCall>> takeCalls, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var act in acts)
        {
            var number = _steps.Count + 1;
            var step = await view.ShowAsync(number, acts.Count, act.Title, () => PlayAsync(act, number, takeCalls, cancellationToken));
            _steps.Add(step);
            if (step.Outcome == "failed")
                break;
        }

        return new DemoReport
        {
            Succeeded = _steps.TrueForAll(s => s.Outcome != "failed"),
            ElapsedSeconds = Seconds(started),
            Steps = _steps,
        };
    }

    private async Task<DemoStep> PlayAsync(
        DemoAct act, int number, Func<IReadOnlyList<DemoApiCall>> takeCalls, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var step = new DemoStep
        {
            Number = number,
            Title = act.Title,
            Outcome = "done",
            PowerShell = act.PowerShell,
            Facts = [],
            Table = null,
            ApiCalls = [],
            ElapsedSeconds = 0,
        };
        try
        {
            var findings = await act.PlayAsync(cancellationToken);
            step = findings.SkippedBecause is { } reason
                ? step with { Outcome = "skipped", Facts = [reason] }
                : step with { Facts = findings.Facts, Table = findings.Table };
        }
        catch (OverlayIpException e)
        {
            output.Failure(e);
            step = step with { Outcome = "failed", Facts = [e.Message] };
        }

        return step with { ApiCalls = takeCalls(), ElapsedSeconds = Seconds(started) };
    }

    private static double Seconds(long started) => Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3);
}
