namespace OverlayIp.Engine.Failover;

/// <summary>Where a route set of a resident agent stands.</summary>
public sealed record ResidentStatus
{
    /// <summary>The route set.</summary>
    public required RouteSet Set { get; init; }

    /// <summary>True while VRRP says that this node is the master.</summary>
    public required bool IsMaster { get; init; }

    /// <summary>True when the routes are elsewhere though VRRP says master, and are left there; see <see cref="MasterTenure"/>.</summary>
    public required bool HasYielded { get; init; }

    /// <summary>True while a takeover has failed and is tried again.</summary>
    public required bool IsUnfinished { get; init; }

    /// <summary>What was read last, or null when nothing was yet.</summary>
    public required WarmRouteSet? Reading { get; init; }

    /// <summary>How old that is.</summary>
    public required TimeSpan? ReadingAge { get; init; }
}
