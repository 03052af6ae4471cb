using System.Net.Sockets;

namespace OverlayIp.Engine.AddressSpace;

/// <summary>What kind of free address to find.</summary>
public sealed record AddressSearch
{
    /// <summary>The VPC that will have the address.</summary>
    public required string VpcId { get; init; }

    /// <summary>How many.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Where to look, or empty for the private ranges.</summary>
    public IReadOnlyList<CidrBlock> In { get; init; } = [];

    /// <summary>The family.</summary>
    public AddressFamily Family { get; init; } = AddressFamily.InterNetwork;

    /// <summary>The prefix length of the destinations, or null for single addresses.</summary>
    public int? PrefixLength { get; init; }
}
