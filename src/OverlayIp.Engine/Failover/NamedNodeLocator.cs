namespace OverlayIp.Engine.Failover;

/// <summary>A node that was named by whoever called: nobody is asked.</summary>
/// <param name="node">The node.</param>
public sealed class NamedNodeLocator(NodeIdentity node) : INodeLocator
{
    /// <inheritdoc/>
    public Task<NodeIdentity> LocateAsync(string? interfaceName, CancellationToken cancellationToken) => Task.FromResult(node);
}
