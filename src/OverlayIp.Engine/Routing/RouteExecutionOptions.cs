namespace OverlayIp.Engine.Routing;

/// <summary>How a plan is carried out.</summary>
public sealed record RouteExecutionOptions
{
    /// <summary>How long acting and verifying may take together; null for 30 seconds and one more for each route table.
    /// What came of a change is looked at for 5 seconds even when its time is up, and a rollback has as long again.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>True restores the route tables that were changed when any other failed; and changes none when any is refused.</summary>
    public bool Rollback { get; init; }

    /// <summary>How long to read route tables back at most, or null for what is left of the time. For callers that look again
    /// themselves, since more than time may be the reason for what a table shows: another may have moved it.</summary>
    public TimeSpan? ReadBackFor { get; init; }

    /// <summary>How long to wait at most, and half as long again by chance, before a failed call is sent again. Throttled calls have a pace of
    /// their own. In a failover every pause is an outage, and what is sent late may meet what another has done meanwhile.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);
}
