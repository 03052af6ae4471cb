namespace OverlayIp.Engine.Routing;

/// <summary>How a plan is carried out.</summary>
public sealed record RouteExecutionOptions
{
    /// <summary>How long acting and verifying may take together; null for 30 seconds and one more for each route table.
    /// What came of a change is looked at for 5 seconds even when its time is up, and a rollback has as long again.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>True restores the route tables that were changed when any other failed; and changes none when any is refused.</summary>
    public bool Rollback { get; init; }
}
