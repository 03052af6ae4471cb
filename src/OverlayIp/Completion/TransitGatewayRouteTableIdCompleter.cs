using OverlayIp.Engine.Inventory;

namespace OverlayIp.Completion;

/// <summary>Completes transit gateway route table ids, by id or Name tag.</summary>
public sealed class TransitGatewayRouteTableIdCompleter : ResourceCompleter
{
    private protected override Task<IReadOnlyList<NamedResource>> ListAsync(ResourceCatalog catalog, CancellationToken cancellationToken) =>
        catalog.TransitGatewayRouteTablesAsync(cancellationToken);
}
