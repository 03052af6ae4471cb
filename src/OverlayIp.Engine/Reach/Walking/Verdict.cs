using OverlayIp.Engine.Reach.Facts;

namespace OverlayIp.Engine.Reach.Walking;

/// <summary>Where a walk has come to: a target, an obstacle, or the end of what is known.</summary>
internal sealed record Verdict
{
    /// <summary>A fact is lacking; the walk has said which.</summary>
    public static Verdict Pending { get; } = new();

    /// <summary>The network interface that the packets reach, or null.</summary>
    public InterfaceFact? Target { get; private init; }

    /// <summary>What they do not get past, or null.</summary>
    public Obstacle? Obstacle { get; private init; }

    public static Verdict Arrived(InterfaceFact target) => new() { Target = target };

    public static Verdict Stopped(Obstacle obstacle) => new() { Obstacle = obstacle };
}
