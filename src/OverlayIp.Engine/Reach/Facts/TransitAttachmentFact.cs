using System.Collections.Immutable;

namespace OverlayIp.Engine.Reach.Facts;

/// <summary>An attachment of a transit gateway.</summary>
internal sealed record TransitAttachmentFact
{
    public required string Id { get; init; }

    public required string TransitGatewayId { get; init; }

    /// <summary>What is attached: <c>vpc</c>, <c>vpn</c>, <c>direct-connect-gateway</c>, <c>peering</c>, <c>connect</c>, …</summary>
    public required string Type { get; init; }

    /// <summary>The VPC's, the VPN connection's, … id; null when it belongs to another account that does not tell.</summary>
    public string? ResourceId { get; init; }

    public string? Name { get; init; }

    public string State { get; init; } = "available";

    /// <summary>The transit gateway route table that decides for packets from this attachment, or null for none.</summary>
    public string? AssociatedTableId { get; init; }

    /// <summary>True when the transit gateway belongs to another account, which alone sees associations and route tables.</summary>
    public bool IsOfOtherOwner { get; init; }

    /// <summary>Of a VPC attachment, the subnets that the transit gateway has an interface in; empty for a VPC of another account.</summary>
    public ImmutableArray<string> SubnetIds { get; init; } = [];

    public bool SupportsIpv6 { get; init; }

    public bool IsVpc => Type == "vpc";

    public bool IsAvailable => State is "available" or "modifying";

    /// <summary>What is attached, as a person would call it.</summary>
    public string What => Type switch
    {
        "vpc" => ResourceId ?? "a VPC",
        "vpn" => $"the VPN connection {ResourceId}",
        "direct-connect-gateway" => $"the Direct Connect gateway {ResourceId}",
        "peering" or "tgw-peering" => $"the transit gateway {ResourceId} of another Region or account",
        _ => $"{Type} {ResourceId}",
    };
}
