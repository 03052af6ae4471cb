namespace OverlayIp.Engine.Routing;

/// <summary>How a plan is carried out.</summary>
public sealed record RouteExecutionOptions
{
    /// <summary>How long acting and verifying may take together; null for 30 seconds and one more for each route table.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>True restores the route tables that were changed when any other failed; and changes none when any is refused.</summary>
    public bool Rollback { get; init; }
}
