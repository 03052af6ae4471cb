namespace OverlayIp.Engine.Reach.TransitRoutes;

/// <summary>What became of one step of a plan.</summary>
public enum TransitRouteOutcome
{
    /// <summary>It was done, and the route table was read back and shows it; or nothing was to be done.</summary>
    Done,

    /// <summary>It was refused or has failed, or the route table does not show it.</summary>
    Failed,

    /// <summary>It was stopped before anything was sent.</summary>
    NotAttempted,

    /// <summary>It was stopped on the way: the route may be changed or not.</summary>
    Interrupted,
}
