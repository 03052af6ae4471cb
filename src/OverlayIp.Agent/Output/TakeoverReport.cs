using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Output;

/// <summary>What a takeover did, or in a dry run would do.</summary>
internal sealed record TakeoverReport
{
    /// <summary>True when this node is the target of every route set.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>Seconds that it took, waiting for another call included.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>One entry for each route set.</summary>
    public required IReadOnlyList<TakeoverSetReport> RouteSets { get; init; }

    public static TakeoverReport Of(IReadOnlyList<RouteSetTakeover> sets, TimeSpan elapsed)
    {
        var reports = sets.Select(TakeoverSetReport.Of).ToList();
        return new TakeoverReport
        {
            Succeeded = reports.TrueForAll(r => r.Succeeded),
            ElapsedSeconds = Math.Round(elapsed.TotalSeconds, 3),
            RouteSets = reports,
        };
    }

    /// <summary>Writes it, as JSON or for people.</summary>
    public void WriteTo(AgentOutput output)
    {
        if (output.IsJson)
        {
            output.Result(this, AgentJson.Relaxed.TakeoverReport);
            return;
        }

        foreach (var set in RouteSets)
            set.WriteTo(output.Results);
    }
}
