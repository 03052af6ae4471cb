using System.Net.Sockets;

namespace OverlayIp.Engine.Validation.Facts;

/// <summary>A subnet of the VPC.</summary>
internal sealed record SubnetFact
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    /// <summary>The IPv4 and IPv6 blocks.</summary>
    public IReadOnlyList<CidrBlock> Blocks { get; init; } = [];

    public string Display => Name is null ? Id : $"{Name} ({Id})";

    /// <summary>The blocks of one family: that of the overlay address decides which ones matter.</summary>
    public IEnumerable<CidrBlock> BlocksOf(AddressFamily family) => Blocks.Where(b => b.AddressFamily == family);
}
