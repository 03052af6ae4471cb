namespace OverlayIp;

/// <summary>What became of one step of a drill.</summary>
public enum OverlayDrillOutcome
{
    /// <summary>Every route table was read back with the step's target and, where an answer was asked for, the address answered.</summary>
    Passed,

    /// <summary>It did not come to that. See the error of the step and of its route tables.</summary>
    Failed,

    /// <summary>The drill was ended before the step's turn.</summary>
    NotAttempted,
}
