using OverlayIp.Engine.Inventory;

namespace OverlayIp.Completion;

/// <summary>Completes the destinations of existing overlay routes.</summary>
public sealed class DestinationCompleter : ResourceCompleter
{
    private protected override Task<IReadOnlyList<NamedResource>> ListAsync(ResourceCatalog catalog, CancellationToken cancellationToken) =>
        catalog.DestinationsAsync(cancellationToken);
}
