namespace OverlayIp;

/// <summary>What suffers when a condition of an overlay address does not hold.</summary>
public enum OverlayCheckConcern
{
    /// <summary>Packets for the address, now: they do not arrive, or their answers do not come back.</summary>
    Traffic,

    /// <summary>The next switch: it would be refused, or no packet would arrive after it.</summary>
    Failover,

    /// <summary>The choice of the address: something else is, or will be, out of reach because of it.</summary>
    Address,
}
