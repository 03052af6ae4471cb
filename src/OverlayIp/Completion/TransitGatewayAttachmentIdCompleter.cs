using OverlayIp.Engine.Inventory;

namespace OverlayIp.Completion;

/// <summary>Completes transit gateway attachment ids, by id or Name tag.</summary>
public sealed class TransitGatewayAttachmentIdCompleter : ResourceCompleter
{
    private protected override Task<IReadOnlyList<NamedResource>> ListAsync(ResourceCatalog catalog, CancellationToken cancellationToken) =>
        catalog.TransitGatewayAttachmentsAsync(cancellationToken);
}
