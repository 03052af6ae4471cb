using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover;

/// <summary>What became of a route set in a takeover.</summary>
public sealed record RouteSetTakeover
{
    /// <summary>The route set.</summary>
    public required RouteSet Set { get; init; }

    /// <summary>This node, or null when it was not found.</summary>
    public NodeIdentity? Node { get; init; }

    /// <summary>The plan, or null when none could be made.</summary>
    public RoutePlan? Plan { get; init; }

    /// <summary>What was done to the routes, or null when it did not come to that.</summary>
    public RouteExecution? Execution { get; init; }

    /// <summary>The local address as it is now, or null when the set has none or it is not there.</summary>
    public OverlayAddress? Address { get; init; }

    /// <summary>What went wrong apart from single route tables, or null.</summary>
    public OverlayIpException? Error { get; init; }

    /// <summary>True when the caller stopped it before its end.</summary>
    public bool Cancelled { get; init; }

    /// <summary>Everything that went wrong: the set's own error, or those of its route tables.</summary>
    public IEnumerable<OverlayIpException> Failures => (Error, Execution) switch
    {
        ({ } error, _) => [error],
        (null, { } execution) => execution.Reports.Where(r => r.Error is not null).Select(r => r.Error!),
        _ => Plan?.Steps.Where(s => s.Refusal is not null).Select(s => s.Refusal!) ?? [],
    };

    /// <summary>True when this node is the target in every route table and has the address.</summary>
    public bool Succeeded => Error is null && !Cancelled && Execution is { Succeeded: true, Cancelled: false };
}
