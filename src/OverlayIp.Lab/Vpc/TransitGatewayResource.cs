using System.Text.Json.Serialization;

namespace OverlayIp.Lab.Vpc;

/// <summary>A transit gateway: a router between the VPCs that are attached to it.</summary>
internal sealed record TransitGatewayResource : Resource
{
    [JsonRequired]
    public string Description { get; init; } = "";

    public required DateTimeOffset CreationTime { get; init; }

    public required TransitGatewayOptions Options { get; init; }

    /// <summary>When it was deleted; null while it exists.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}

/// <summary>The options of a transit gateway.</summary>
internal sealed record TransitGatewayOptions
{
    public required long AmazonSideAsn { get; init; }

    /// <summary>The table that new attachments are associated with; null when they are with none.</summary>
    public string? AssociationTableId { get; init; }

    /// <summary>The table that new attachments' blocks propagate to; null when they do to none.</summary>
    public string? PropagationTableId { get; init; }

    public bool AutoAcceptSharedAttachments { get; init; }

    public bool VpnEcmpSupport { get; init; }

    public bool DnsSupport { get; init; }

    public bool SecurityGroupReferencingSupport { get; init; }

    public bool MulticastSupport { get; init; }
}
