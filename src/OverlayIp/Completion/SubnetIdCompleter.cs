using OverlayIp.Engine.Inventory;

namespace OverlayIp.Completion;

/// <summary>Completes subnet ids, by id or Name tag.</summary>
public sealed class SubnetIdCompleter : ResourceCompleter
{
    private protected override Task<IReadOnlyList<NamedResource>> ListAsync(ResourceCatalog catalog, CancellationToken cancellationToken) =>
        catalog.SubnetsAsync(cancellationToken);
}
