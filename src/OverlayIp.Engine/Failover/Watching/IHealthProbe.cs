namespace OverlayIp.Engine.Failover.Watching;

/// <summary>A way to ask a node whether it is well.</summary>
public interface IHealthProbe
{
    /// <summary>True when the probe sees to its own time-out, because it has to wait for its turn.</summary>
    bool KeepsItsOwnTime => false;

    /// <summary>Asks a node. What is wrong with the node is an answer, not an exception.</summary>
    /// <param name="node">The node.</param>
    /// <param name="cancellationToken">Cancelled when the time of the probe is up, or by the user.</param>
    /// <exception cref="OverlayIpException">No node can ever be asked this way, here and now: <c>ProbeNotPermitted</c>, or a call of EC2 that is denied.</exception>
    /// <exception cref="OperationCanceledException">The time was up.</exception>
    Task<ProbeAnswer> ProbeAsync(OverlayWatchedNode node, CancellationToken cancellationToken);
}
