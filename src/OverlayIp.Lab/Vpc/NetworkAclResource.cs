using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OverlayIp.Lab.Vpc;

/// <summary>
/// A network ACL: what may cross the border of the subnets that it is associated with. It keeps no state, so that answers
/// need a rule of their own (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html).
/// </summary>
internal sealed record NetworkAclResource : Resource
{
    public required string VpcId { get; init; }

    public required bool IsDefault { get; init; }

    /// <summary>The rules in the order of their numbers, without the last one, which denies everything and is always there.</summary>
    [JsonRequired]
    public ImmutableArray<NetworkAclEntry> Entries { get; init; } = [];
}

/// <summary>A rule of a network ACL. The first one that a packet matches decides.</summary>
/// <param name="RuleNumber">Its place among the rules of its direction.</param>
/// <param name="IsEgress">Whether it is about packets that leave the subnet.</param>
/// <param name="Protocol">The protocol's number, or -1 for any.</param>
/// <param name="IsAllow">True allows, false denies.</param>
/// <param name="Block">Where packets come from or go to.</param>
/// <param name="Ports">The destination ports; null unless the protocol is TCP or UDP.</param>
/// <param name="Icmp">The ICMP type and code; null unless the protocol is ICMP or ICMPv6.</param>
internal sealed record NetworkAclEntry(
    int RuleNumber, bool IsEgress, int Protocol, bool IsAllow, CidrBlock Block, PortRange? Ports = null, IcmpTypeCode? Icmp = null);

/// <summary>Ports, both ends included.</summary>
internal sealed record PortRange(int From, int To);

/// <summary>An ICMP type and code; -1 is any.</summary>
internal sealed record IcmpTypeCode(int Type, int Code);

/// <summary>The association of a subnet with a network ACL.</summary>
internal sealed record NetworkAclAssociation(string Id, string NetworkAclId);
