using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OverlayIp.Lab.Vpc;

/// <summary>
/// The attachment of a VPC to a transit gateway. What leaves the VPC needs one of its subnets in the sender's zone; what
/// arrives comes out in one of them and follows that subnet's route table.
/// </summary>
internal sealed record TransitGatewayAttachmentResource : Resource
{
    public required string TransitGatewayId { get; init; }

    public required string VpcId { get; init; }

    /// <summary>At most one of each zone.</summary>
    [JsonRequired]
    public ImmutableArray<string> SubnetIds { get; init; } = [];

    public required DateTimeOffset CreationTime { get; init; }

    /// <summary>The table that packets from the VPC are looked up in; null drops them.</summary>
    public string? AssociatedTableId { get; init; }

    public bool DnsSupport { get; init; }

    public bool SecurityGroupReferencingSupport { get; init; }

    public bool Ipv6Support { get; init; }

    public bool ApplianceModeSupport { get; init; }

    /// <summary>When it was deleted; null while it exists.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}
