namespace OverlayIp.Engine.Failover;

/// <summary>Finds out which instance and network interface this node is.</summary>
public interface INodeLocator
{
    /// <summary>Finds this node's network interface.</summary>
    /// <param name="interfaceName">The operating system's name or MAC address of the interface, or null for the primary one.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="OverlayIpException">It cannot be told; see the implementation.</exception>
    Task<NodeIdentity> LocateAsync(string? interfaceName, CancellationToken cancellationToken);
}
