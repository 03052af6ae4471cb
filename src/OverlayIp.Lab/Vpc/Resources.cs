using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OverlayIp.Lab.Persistence;

namespace OverlayIp.Lab.Vpc;

/// <summary>Anything in the lab that has an id and tags.</summary>
/// <remarks>What has a default is JsonRequired here and below: a generated deserialiser ignores the default of an init
/// property, so that a field missing from an edited file would silently become null or false.</remarks>
internal abstract record Resource
{
    public static readonly ImmutableSortedDictionary<string, string> NoTags = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public required string Id { get; init; }

    [JsonRequired]
    [JsonConverter(typeof(TagsConverter))]
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = NoTags;

    [JsonIgnore]
    public string? Name => Tags.GetValueOrDefault("Name");
}

/// <summary>A VPC.</summary>
internal sealed record VpcResource : Resource
{
    /// <summary>The IPv4 and IPv6 blocks, the primary one first.</summary>
    public required ImmutableArray<VpcCidr> Cidrs { get; init; }

    public required string DefaultSecurityGroupId { get; init; }

    public required string DhcpOptionsId { get; init; }

    [JsonRequired]
    public string InstanceTenancy { get; init; } = "default";
}

/// <summary>A block of a VPC, with the id of its association.</summary>
internal sealed record VpcCidr(string AssociationId, CidrBlock Block);

/// <summary>A subnet.</summary>
internal sealed record SubnetResource : Resource
{
    public required string VpcId { get; init; }

    public required CidrBlock Cidr { get; init; }

    public CidrBlock? Ipv6Cidr { get; init; }

    public string? Ipv6AssociationId { get; init; }

    public required string Zone { get; init; }

    /// <summary>The association with a network ACL; null for the first one, which is with the VPC's default ACL.</summary>
    public NetworkAclAssociation? NetworkAcl { get; init; }
}

/// <summary>A route table with its routes and associations.</summary>
internal sealed record RouteTableResource : Resource
{
    public required string VpcId { get; init; }

    [JsonRequired]
    public ImmutableArray<RouteEntry> Routes { get; init; } = [];

    [JsonRequired]
    public ImmutableArray<RouteTableAssociation> Associations { get; init; } = [];

    [JsonIgnore]
    public bool IsMain => Associations.Any(association => association.SubnetId is null);
}

/// <summary>An association of a route table: with a subnet, or with the VPC itself (the main one).</summary>
internal sealed record RouteTableAssociation(string Id, string? SubnetId);

/// <summary>
/// A route. Of an instance only the network interface is kept as the target: the instance is whatever the interface is
/// attached to when the route is read, which is also what decides between <c>active</c> and <c>blackhole</c>.
/// </summary>
/// <param name="Destination">The canonical block, or a prefix list's id.</param>
/// <param name="NetworkInterfaceId">The interface that is the target, or null for another target.</param>
/// <param name="IsVpcOwn">True for the route that the VPC's own block has in every table. It can be given another target,
/// but not be deleted.</param>
/// <param name="GatewayId">The internet gateway, transit gateway or peering connection that is the target, or null. Without
/// either of the two the target is <c>local</c>.</param>
internal sealed record RouteEntry(string Destination, string? NetworkInterfaceId, bool IsVpcOwn, string? GatewayId = null)
{
    [JsonIgnore]
    public bool IsLocal => NetworkInterfaceId is null && GatewayId is null;

    /// <summary>True when both send to the same.</summary>
    public bool HasTargetOf(RouteEntry other) => NetworkInterfaceId == other.NetworkInterfaceId && GatewayId == other.GatewayId;

    [JsonIgnore]
    public bool IsPrefixList => Destination.StartsWith("pl-", StringComparison.Ordinal);

    [JsonIgnore]
    public bool IsIpv6 => Destination.Contains(':', StringComparison.Ordinal);

    [JsonIgnore]
    public string Origin => IsVpcOwn ? "CreateRouteTable" : "CreateRoute";
}

/// <summary>A network interface. The source/destination check lives here and nowhere else.</summary>
internal sealed record NetworkInterfaceResource : Resource
{
    public required string VpcId { get; init; }

    public required string SubnetId { get; init; }

    public required string Zone { get; init; }

    public required string PrivateIp { get; init; }

    [JsonRequired]
    public ImmutableArray<string> SecondaryIps { get; init; } = [];

    [JsonRequired]
    public ImmutableArray<string> Ipv6Addresses { get; init; } = [];

    public required string MacAddress { get; init; }

    [JsonRequired]
    public string Description { get; init; } = "";

    [JsonRequired]
    public bool SourceDestCheck { get; init; } = true;

    [JsonRequired]
    public ImmutableArray<string> GroupIds { get; init; } = [];

    public NetworkInterfaceAttachment? Attachment { get; init; }
}

/// <summary>The attachment of a network interface to an instance.</summary>
internal sealed record NetworkInterfaceAttachment(
    string Id, string InstanceId, int DeviceIndex, bool DeleteOnTermination, DateTimeOffset AttachTime);

/// <summary>An instance.</summary>
internal sealed record InstanceResource : Resource
{
    public required string ReservationId { get; init; }

    public required string ImageId { get; init; }

    public required string InstanceType { get; init; }

    public required string VpcId { get; init; }

    public required string SubnetId { get; init; }

    public required string Zone { get; init; }

    public required DateTimeOffset LaunchTime { get; init; }

    public required InstanceState State { get; init; }

    /// <summary>When <see cref="State"/> turns into the state that follows it; null for a state that lasts.</summary>
    public DateTimeOffset? TransitionDue { get; init; }

    /// <summary>When a terminated instance is no longer listed; null otherwise.</summary>
    public DateTimeOffset? ForgetAt { get; init; }

    public int LaunchIndex { get; init; }

    public string? ClientToken { get; init; }

    public string? KeyName { get; init; }

    public string? StateTransitionReason { get; init; }

    public bool DisableApiTermination { get; init; }

    public bool DisableApiStop { get; init; }

    public string? UserData { get; init; }

    public InstanceProfileAssociation? IamInstanceProfile { get; init; }

    /// <summary>Whether metadata is answered without a token; null for what the lab says.</summary>
    public bool? MetadataV1Allowed { get; init; }

    /// <summary>Whether the tags are among the metadata; null for what the lab says.</summary>
    public bool? MetadataTags { get; init; }

    public bool MetadataEndpointDisabled { get; init; }
}

/// <summary>The association of an instance with an instance profile.</summary>
internal sealed record InstanceProfileAssociation(string Id, string ProfileName);

/// <summary>A customer-managed prefix list.</summary>
internal sealed record PrefixListResource : Resource
{
    public required string PrefixListName { get; init; }

    public required bool IsIpv6 { get; init; }

    public required int MaxEntries { get; init; }

    [JsonRequired]
    public int Version { get; init; } = 1;

    [JsonRequired]
    public ImmutableArray<PrefixListEntry> Entries { get; init; } = [];
}

/// <summary>An entry of a prefix list.</summary>
internal sealed record PrefixListEntry(CidrBlock Block, string? Description);

/// <summary>A security group. Rules allow, nothing denies, and what answers an allowed packet is allowed.</summary>
internal sealed record SecurityGroupResource : Resource
{
    public required string VpcId { get; init; }

    public required string GroupName { get; init; }

    public required string Description { get; init; }

    [JsonRequired]
    public ImmutableArray<SecurityGroupRule> Rules { get; init; } = [];
}

/// <summary>A rule of a security group.</summary>
/// <param name="Id">Its id, <c>sgr-…</c>.</param>
/// <param name="IsEgress">Whether it is about what an interface sends; else about what it receives.</param>
/// <param name="Protocol"><c>-1</c> (any), <c>tcp</c>, <c>udp</c>, <c>icmp</c>, <c>icmpv6</c>, or a number.</param>
/// <param name="FromPort">The first port, or the ICMP type; -1 for any.</param>
/// <param name="ToPort">The last port, or the ICMP code; -1 for any.</param>
/// <param name="Peer">A block, the id of a security group, or the id of a prefix list.</param>
/// <param name="Description">A text, or null.</param>
internal sealed record SecurityGroupRule(
    string Id, bool IsEgress, string Protocol, int FromPort, int ToPort, string Peer, string? Description = null)
{
    /// <summary>True when both allow the same, whatever they are called.</summary>
    public bool Allows(SecurityGroupRule other) => this with { Id = other.Id, Description = other.Description } == other;
}
