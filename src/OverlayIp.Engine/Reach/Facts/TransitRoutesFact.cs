using System.Collections.Immutable;

namespace OverlayIp.Engine.Reach.Facts;

/// <summary>The routes of a transit gateway route table.</summary>
/// <param name="Routes">The routes; empty when they may not be seen.</param>
/// <param name="IsVisible">False when the table belongs to another account.</param>
internal sealed record TransitRoutesFact(ImmutableArray<TransitRouteFact> Routes, bool IsVisible = true)
{
    /// <summary>The route that decides for a whole block: the longest prefix, and of equal ones the static one.</summary>
    public TransitRouteFact? Longest(CidrBlock block) => Routes
        .Where(r => r.Block.Contains(block))
        .OrderByDescending(r => r.Block.PrefixLength).ThenByDescending(r => r.IsStatic)
        .FirstOrDefault();
}
