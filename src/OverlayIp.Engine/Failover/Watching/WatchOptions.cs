using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover.Watching;

/// <summary>What is watched, and how.</summary>
public sealed record WatchOptions
{
    /// <summary>The destination.</summary>
    public required RouteDestination Destination { get; init; }

    /// <summary>The route tables; empty for all tables of the candidates' VPC that have the destination.</summary>
    public RouteScope Scope { get; init; } = new();

    /// <summary>The nodes that may become the target, the preferred one first.</summary>
    public required IReadOnlyList<RouteTarget> Candidates { get; init; }

    /// <summary>How the nodes are asked; a node must pass all of them.</summary>
    public required IReadOnlyList<IHealthProbe> Probes { get; init; }

    /// <summary>True asks the target at the overlay address, and only the others at their own.</summary>
    public bool ProbeOverlayAddress { get; init; }

    /// <summary>From the start of one round of probes to the start of the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The most that is added to the interval, anew and at random for each round, so that several watches do not keep step.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>How long a probe may take; one that takes longer has failed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many probes in a row a node must pass to count as healthy.</summary>
    public int Rise { get; init; } = 2;

    /// <summary>How many probes in a row a node must fail to count as failed.</summary>
    public int Fall { get; init; } = 3;

    /// <summary>See <see cref="WatchRules.HoldDown"/>.</summary>
    public TimeSpan HoldDown { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>See <see cref="WatchRules.FailBack"/>.</summary>
    public bool FailBack { get; init; }

    /// <summary>True stops the failed instance before the routes are moved.</summary>
    public bool Fence { get; init; }

    /// <summary>How long stopping it may take.</summary>
    public TimeSpan FenceTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What must be within reach for the watch not to be cut off.</summary>
    public IReadOnlyList<Witness> Witnesses { get; init; } = [];

    /// <summary>How many of the witnesses must answer; null for all.</summary>
    public int? WitnessesNeeded { get; init; }

    /// <summary>True looks until every node is known, decides once and ends.</summary>
    public bool Once { get; init; }

    /// <summary>True makes a node the target though its source/destination check is on.</summary>
    public bool Force { get; init; }
}
