namespace OverlayIp.Agent.Demo;

/// <summary>What an act did and found.</summary>
internal sealed record DemoFindings
{
    /// <summary>Sentences about it.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>What was read back, or null.</summary>
    public DemoTable? Table { get; init; }

    /// <summary>Why the act could not be played here, or null when it was.</summary>
    public string? SkippedBecause { get; init; }
}
