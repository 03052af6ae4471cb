namespace OverlayIp;

/// <summary>What policies say to a call.</summary>
public enum PolicyDecision
{
    /// <summary>The call is refused.</summary>
    Denied,

    /// <summary>The call is let through.</summary>
    Allowed,

    /// <summary>It could not be told.</summary>
    Unknown,
}
