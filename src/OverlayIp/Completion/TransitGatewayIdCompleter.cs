using OverlayIp.Engine.Inventory;

namespace OverlayIp.Completion;

/// <summary>Completes transit gateway ids, by id or Name tag.</summary>
public sealed class TransitGatewayIdCompleter : ResourceCompleter
{
    private protected override Task<IReadOnlyList<NamedResource>> ListAsync(ResourceCatalog catalog, CancellationToken cancellationToken) =>
        catalog.TransitGatewaysAsync(cancellationToken);
}
