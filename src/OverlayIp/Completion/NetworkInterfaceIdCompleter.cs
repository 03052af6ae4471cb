using OverlayIp.Engine.Inventory;

namespace OverlayIp.Completion;

/// <summary>Completes network interface ids, by id or Name tag.</summary>
public sealed class NetworkInterfaceIdCompleter : ResourceCompleter
{
    private protected override Task<IReadOnlyList<NamedResource>> ListAsync(ResourceCatalog catalog, CancellationToken cancellationToken) =>
        catalog.NetworkInterfacesAsync(cancellationToken);
}
