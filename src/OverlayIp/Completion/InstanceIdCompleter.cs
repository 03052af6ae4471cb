using OverlayIp.Engine.Inventory;

namespace OverlayIp.Completion;

/// <summary>Completes instance ids, by id or Name tag.</summary>
public sealed class InstanceIdCompleter : ResourceCompleter
{
    private protected override Task<IReadOnlyList<NamedResource>> ListAsync(ResourceCatalog catalog, CancellationToken cancellationToken) =>
        catalog.InstancesAsync(cancellationToken);
}
