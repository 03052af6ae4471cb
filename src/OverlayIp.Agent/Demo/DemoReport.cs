namespace OverlayIp.Agent.Demo;

/// <summary>The demonstration as a whole.</summary>
internal sealed record DemoReport
{
    /// <summary>True when every step did what it says, or was skipped for a reason that is given.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>Seconds that it took.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>How many milliseconds a client in the lab's network got no answer; null without packets.</summary>
    public double? OutageMilliseconds { get; init; }

    /// <summary>The steps, in order; none after one that failed.</summary>
    public required IReadOnlyList<DemoStep> Steps { get; init; }
}
