namespace OverlayIp;

/// <summary>What became of one route table in a switch.</summary>
public enum RouteChangeOutcome
{
    /// <summary>The route was replaced, and the route table was read back with the new target.</summary>
    Replaced,

    /// <summary>The route was missing and was created, and the route table was read back with the new target.</summary>
    Created,

    /// <summary>The route had the wanted target already; nothing was changed.</summary>
    Unchanged,

    /// <summary>The route was not switched, or it could not be verified that it was. See the error for this route table.</summary>
    Failed,

    /// <summary>The route was switched, then restored to its previous target because another route table failed.</summary>
    RolledBack,

    /// <summary>Nothing was tried for this route table: the switch was stopped before its turn, or refused for another table.</summary>
    NotAttempted,
}
