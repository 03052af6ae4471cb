using OverlayIp.Engine.Reach.Facts;

namespace OverlayIp.Engine.Reach.Walking;

/// <summary>What a VPC route table decides for a block.</summary>
/// <param name="Route">The route that takes it, or null for none.</param>
/// <param name="Matched">The block of that route: its destination, or the one of its prefix list that matches.</param>
/// <param name="Shadow">A more specific route that takes a part of the block elsewhere, or null.</param>
internal sealed record RouteDecision(RouteFact? Route, CidrBlock? Matched, RouteFact? Shadow)
{
    /// <summary>The route's destination as a person reads it: the block, with the prefix list that it comes from.</summary>
    public string? Display => Route switch
    {
        null => null,
        { Destination.PrefixListId: { } list } => $"{Matched} ({list})",
        _ => Matched!.ToString(),
    };
}
