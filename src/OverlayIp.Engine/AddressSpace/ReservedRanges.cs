namespace OverlayIp.Engine.AddressSpace;

/// <summary>
/// The ranges that overlay addresses are looked for in, and those within and beside them that nobody may use: IANA's special-purpose registries
/// (RFC 6890) and what AWS keeps for itself (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html,
/// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html).
/// </summary>
internal static class ReservedRanges
{
    /// <summary>Where to look, the preferred range first. A Network Load Balancer takes IP targets of these, and of no other ranges outside its
    /// VPC.</summary>
    public static IReadOnlyList<(CidrBlock Block, string Name)> PrivateIpv4 { get; } =
    [
        (CidrBlock.Parse("10.0.0.0/8"), "RFC 1918"),
        (CidrBlock.Parse("172.16.0.0/12"), "RFC 1918"),
        (CidrBlock.Parse("192.168.0.0/16"), "RFC 1918"),
        (CidrBlock.Parse("100.64.0.0/10"), "RFC 6598"),
    ];

    /// <summary>Unique local addresses. The other half, <c>fc00::/8</c>, is not defined yet.</summary>
    public static IReadOnlyList<(CidrBlock Block, string Name)> PrivateIpv6 { get; } = [(CidrBlock.Parse("fd00::/8"), "RFC 4193")];

    /// <summary>What is never free.</summary>
    public static IReadOnlyList<OccupiedBlock> Reserved { get; } =
    [
        .. new (string Block, string Reason)[]
        {
            ("0.0.0.0/8", "reserved: this network"),
            ("127.0.0.0/8", "reserved: loopback"),
            ("169.254.0.0/16", "reserved: link-local addresses, instance metadata, Amazon DNS and time"),
            ("172.17.0.0/16", "reserved: Docker's default bridge, and AWS services such as Cloud9 and SageMaker"),
            ("192.0.0.0/24", "reserved: IETF protocol assignments"),
            ("192.0.2.0/24", "reserved: documentation"),
            ("198.18.0.0/15", "reserved: benchmarks, and AWS"),
            ("198.51.100.0/24", "reserved: documentation"),
            ("203.0.113.0/24", "reserved: documentation"),
            ("224.0.0.0/4", "reserved: multicast"),
            ("240.0.0.0/4", "reserved: future use and broadcast"),
            ("::/8", "reserved: unspecified, loopback and mapped addresses"),
            ("64:ff9b::/96", "reserved: NAT64"),
            ("100::/64", "reserved: discard"),
            ("2001:db8::/32", "reserved: documentation"),
            ("fd00::/16", "reserved: Amazon's own unique local addresses, instance metadata, DNS and time among them"),
            ("fe80::/10", "reserved: link-local addresses"),
            ("ff00::/8", "reserved: multicast"),
        }.Select(r => new OccupiedBlock(CidrBlock.Parse(r.Block), r.Reason)),
    ];
}
