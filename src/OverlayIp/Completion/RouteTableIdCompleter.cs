using OverlayIp.Engine.Inventory;

namespace OverlayIp.Completion;

/// <summary>Completes route table ids, by id or Name tag.</summary>
public sealed class RouteTableIdCompleter : ResourceCompleter
{
    private protected override Task<IReadOnlyList<NamedResource>> ListAsync(ResourceCatalog catalog, CancellationToken cancellationToken) =>
        catalog.RouteTablesAsync(cancellationToken);
}
