namespace OverlayIp;

/// <summary>A free destination for an overlay address, or a block that is none, with the reason.</summary>
public sealed record OverlayAddressCandidate
{
    /// <summary>The destination, ready for a route; null when the block is not free, so that no route is made of it by mistake.</summary>
    public string? DestinationCidr { get; init; }

    /// <summary>The block that this is about, in canonical form.</summary>
    public required string Block { get; init; }

    /// <summary>The VPC that the address is for.</summary>
    public required string VpcId { get; init; }

    /// <summary>True when nothing in scope collides with it.</summary>
    public required bool IsFree { get; init; }

    /// <summary>The range that it was looked for in, such as <c>10.0.0.0/8 (RFC 1918)</c>.</summary>
    public required string Range { get; init; }

    /// <summary>Why it is not free; null when it is.</summary>
    public string? Reason { get; init; }

    /// <summary>The id of what has it (a VPC, peering connection, route table, prefix list), or null.</summary>
    public string? HolderId { get; init; }

    /// <summary>The Region, or null when it is not known.</summary>
    public string? Region { get; init; }

    /// <summary>The address, when it is exactly one; otherwise null.</summary>
    public string? Address => CidrBlock.TryParse(DestinationCidr, out var block) && block.IsSingleAddress ? block.Address.ToString() : null;
}
