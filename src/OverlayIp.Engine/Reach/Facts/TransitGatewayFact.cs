using System.Collections.Immutable;

namespace OverlayIp.Engine.Reach.Facts;

/// <summary>A transit gateway with its attachments and route tables, as far as this account can see them.</summary>
internal sealed record TransitGatewayFact
{
    public required string Id { get; init; }

    public ImmutableArray<TransitAttachmentFact> Attachments { get; init; } = [];

    /// <summary>Names of the route tables by id. Only the account that owns the transit gateway sees any.</summary>
    public ImmutableDictionary<string, string?> Tables { get; init; } = ImmutableDictionary<string, string?>.Empty;

    public TransitAttachmentFact? AttachmentOf(string vpcId) => Attachments
        .Where(a => a.IsVpc && a.ResourceId == vpcId && a.State is not ("deleted" or "deleting" or "rejected" or "failed"))
        .OrderByDescending(a => a.IsAvailable).FirstOrDefault();

    public TransitAttachmentFact? Find(string attachmentId) => Attachments.FirstOrDefault(a => a.Id == attachmentId);
}
