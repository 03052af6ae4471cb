using OverlayIp.Engine.Inventory;

namespace OverlayIp.Completion;

/// <summary>Completes VPC ids, by id or Name tag.</summary>
public sealed class VpcIdCompleter : ResourceCompleter
{
    private protected override Task<IReadOnlyList<NamedResource>> ListAsync(ResourceCatalog catalog, CancellationToken cancellationToken) =>
        catalog.VpcsAsync(cancellationToken);
}
