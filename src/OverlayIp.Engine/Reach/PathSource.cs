namespace OverlayIp.Engine.Reach;

/// <summary>Where the packets of a path come from: a subnet, or a CIDR block inside or outside AWS.</summary>
public sealed record PathSource
{
    private PathSource(string? subnetId, CidrBlock? cidr)
    {
        SubnetId = subnetId;
        Cidr = cidr;
    }

    /// <summary>The subnet, or null.</summary>
    public string? SubnetId { get; }

    /// <summary>The block, or null for a subnet.</summary>
    public CidrBlock? Cidr { get; }

    /// <summary>A source given as a subnet.</summary>
    /// <param name="subnetId">An id such as <c>subnet-0123456789abcdef0</c>.</param>
    /// <exception cref="FormatException">The id is malformed.</exception>
    public static PathSource Subnet(string subnetId) => Ec2ResourceId.IsWellFormed(Ec2ResourceId.Subnet, subnetId)
        ? new PathSource(subnetId, null)
        : throw new FormatException($"'{subnetId}' is not a subnet id. Expected subnet- and 8 or 17 hexadecimal digits.");

    /// <summary>A source given as a block.</summary>
    /// <param name="cidr">The block.</param>
    public static PathSource Block(CidrBlock cidr) => new(null, cidr);

    /// <summary>Reads a subnet id, an address or a block.</summary>
    /// <param name="text">The text to read.</param>
    /// <exception cref="FormatException">The text is none of these; the message says what is right.</exception>
    public static PathSource Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        return trimmed.StartsWith("subnet-", StringComparison.Ordinal) ? Subnet(trimmed) : Block(CidrBlock.Parse(trimmed));
    }

    /// <summary>The subnet's id, or the block.</summary>
    public override string ToString() => SubnetId ?? Cidr!.ToString();
}
