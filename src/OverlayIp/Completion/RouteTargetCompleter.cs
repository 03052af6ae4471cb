using OverlayIp.Engine.Inventory;

namespace OverlayIp.Completion;

/// <summary>Completes route targets: instance ids and network interface ids, by id or Name tag.</summary>
public sealed class RouteTargetCompleter : ResourceCompleter
{
    private protected override async Task<IReadOnlyList<NamedResource>> ListAsync(ResourceCatalog catalog, CancellationToken cancellationToken)
    {
        var instances = catalog.InstancesAsync(cancellationToken);
        var interfaces = catalog.NetworkInterfacesAsync(cancellationToken);
        return [.. await instances, .. await interfaces];
    }
}
