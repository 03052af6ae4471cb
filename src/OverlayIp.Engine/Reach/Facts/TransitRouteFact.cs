using System.Collections.Immutable;

namespace OverlayIp.Engine.Reach.Facts;

/// <summary>A route of a transit gateway route table.</summary>
internal sealed record TransitRouteFact
{
    public required CidrBlock Block { get; init; }

    /// <summary>Where it leads; several for equal-cost VPN connections, none for a blackhole.</summary>
    public ImmutableArray<string> AttachmentIds { get; init; } = [];

    public bool IsStatic { get; init; }

    public bool IsBlackhole { get; init; }
}
