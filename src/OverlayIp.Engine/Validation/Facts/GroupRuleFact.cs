namespace OverlayIp.Engine.Validation.Facts;

/// <summary>A rule of a security group for one peer.</summary>
internal sealed record GroupRuleFact
{
    /// <summary>The protocol's number, or -1 for every protocol.</summary>
    public required int Protocol { get; init; }

    /// <summary>The ports; for ICMP the types. Null for all.</summary>
    public OverlayPortRange? Ports { get; init; }

    /// <summary>The peer as a block, or null.</summary>
    public CidrBlock? Block { get; init; }

    /// <summary>The peer as a prefix list, or null.</summary>
    public string? PrefixListId { get; init; }

    /// <summary>The peer as a security group: the private addresses of its members; or null.</summary>
    public string? GroupId { get; init; }
}
