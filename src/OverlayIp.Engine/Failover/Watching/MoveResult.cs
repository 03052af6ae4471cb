using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover.Watching;

/// <summary>What became of a move.</summary>
internal sealed record MoveResult
{
    /// <summary>True when every route table was moved and read back.</summary>
    public bool Succeeded => Error is null && Executions.Count > 0 && Executions.All(e => e.Succeeded);

    /// <summary>What was done to the routes, for each of the targets that they were moved away from.</summary>
    public IReadOnlyList<RouteExecution> Executions { get; init; } = [];

    /// <summary>What went wrong, or null.</summary>
    public OverlayIpException? Error { get; init; }

    /// <summary>True when the routes were somebody else's by then: nothing went wrong, and there is nothing to do.</summary>
    public bool WasOvertaken => Error is { ErrorId: "UnexpectedTarget" };

    /// <summary>True when it was stopping the failed node that went wrong.</summary>
    public bool FenceFailed { get; init; }

    /// <summary>True when it was not allowed.</summary>
    public bool Declined { get; init; }

    /// <summary>The instances that were stopped.</summary>
    public IReadOnlyList<string> Fenced { get; init; } = [];

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }
}
