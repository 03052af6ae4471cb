using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover;

/// <summary>What a later look, or a later round, changes in the report of a takeover.</summary>
internal static class TakeoverReading
{
    /// <summary>Counts the tables that a fresh plan finds done as verified.</summary>
    public static RouteExecution Apply(RouteExecution execution, RoutePlan reading)
    {
        var byTable = reading.Steps.ToDictionary(s => s.RouteTableId, StringComparer.Ordinal);
        return execution with
        {
            Reports = [.. execution.Reports.Select(report => byTable.TryGetValue(report.Step.RouteTableId, out var step) ? Apply(report, step) : report)],
        };
    }

    /// <summary>Adds a later round: its tables' results count, from where the first round found them.</summary>
    public static RouteExecution Merge(RouteExecution first, RouteExecution later)
    {
        var reports = first.Reports.ToDictionary(r => r.Step.RouteTableId, StringComparer.Ordinal);
        foreach (var report in later.Reports)
        {
            reports[report.Step.RouteTableId] = reports.TryGetValue(report.Step.RouteTableId, out var before)
                ? report with { Step = before.Step, Attempts = before.Attempts + report.Attempts, Elapsed = first.Elapsed + report.Elapsed }
                : report;
        }

        var known = first.Plan.Steps.Select(s => s.RouteTableId).ToHashSet(StringComparer.Ordinal);
        return first with
        {
            Plan = first.Plan with { Steps = [.. first.Plan.Steps, .. later.Plan.Steps.Where(s => !known.Contains(s.RouteTableId))] },
            Reports = [.. reports.Values],
            Cancelled = later.Cancelled,
            Elapsed = first.Elapsed + later.Elapsed,
        };
    }

    private static RouteStepReport Apply(RouteStepReport report, RouteStep step) => (step.Action, report) switch
    {
        (RouteStepAction.None, { Verified: false }) when step.PreviousRoute?.State == RouteState.Active => report with
        {
            Verified = true,
            Error = null,
            Outcome = report.Step.Action == RouteStepAction.Create ? RouteChangeOutcome.Created : RouteChangeOutcome.Replaced,
            Route = step.PreviousRoute,
        },
        (RouteStepAction.Replace, { Error: null or { ErrorId: "RouteNotVerified" } }) when report.Outcome != RouteChangeOutcome.NotAttempted => report with
        {
            Verified = false,
            Outcome = RouteChangeOutcome.Failed,
            Route = step.PreviousRoute,
            Error = new OverlayIpException("RouteNotVerified", OverlayErrorKind.Timeout,
                $"EC2 accepted the change of {step.Display}, but the route table shows {step.Previous?.Id}: it is slow to show it, or another node has taken over since.")
            { Subject = step.RouteTableId, RecommendedAction = "Look at it with Get-OverlayRoute and run it again; running it again is always safe." },
        },
        _ => report,
    };
}
