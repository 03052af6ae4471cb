namespace OverlayIp.Engine.Failover;

/// <summary>What a node does about where the routes are; see <see cref="MasterTenure"/>.</summary>
public enum TenureVerdict
{
    /// <summary>Nothing: the routes are where they should be, or this node is not the master.</summary>
    Keep,

    /// <summary>Nothing yet: look again when the hold-off is over.</summary>
    Wait,

    /// <summary>Take the routes over again.</summary>
    Retake,

    /// <summary>Nothing any more, until VRRP says something new: another node or a person wants it so.</summary>
    Yield,
}
