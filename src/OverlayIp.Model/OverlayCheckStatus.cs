namespace OverlayIp;

/// <summary>What became of a check.</summary>
public enum OverlayCheckStatus
{
    /// <summary>The condition holds.</summary>
    Pass,

    /// <summary>It holds, but something about it deserves a look.</summary>
    Warn,

    /// <summary>It does not hold.</summary>
    Fail,

    /// <summary>It was not tested; the evidence says why.</summary>
    Skipped,
}
