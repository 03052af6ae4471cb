using System.Collections.Immutable;

namespace OverlayIp.Engine.Reach.Facts;

/// <summary>A subnet.</summary>
internal sealed record SubnetFact(string Id, string VpcId, string? Name, string Zone, ImmutableArray<CidrBlock> Blocks)
{
    /// <summary>The block of the same family as another one, or null.</summary>
    public CidrBlock? BlockLike(CidrBlock other) => Blocks.FirstOrDefault(b => b.AddressFamily == other.AddressFamily);
}
