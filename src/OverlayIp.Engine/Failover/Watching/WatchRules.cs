namespace OverlayIp.Engine.Failover.Watching;

/// <summary>How a watch judges.</summary>
public sealed record WatchRules
{
    /// <summary>The nodes that may become the target, by network interface, the preferred one first.</summary>
    public required IReadOnlyList<string> Candidates { get; init; }

    /// <summary>How many probes in a row a node must pass to count as healthy.</summary>
    public int Rise { get; init; } = 2;

    /// <summary>How many probes in a row a node must fail to count as failed.</summary>
    public int Fall { get; init; } = 3;

    /// <summary>How long the routes stay where they are after they were moved, by whomever; and how long a node that has failed
    /// must be healthy before it is preferred again. Each failure before that time is over doubles it, up to 16 times.</summary>
    public TimeSpan HoldDown { get; init; }

    /// <summary>True moves the routes back to a candidate that stands before the target once it is healthy again.</summary>
    public bool FailBack { get; init; }
}
