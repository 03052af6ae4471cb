namespace OverlayIp.Engine.Failover;

/// <summary>A state of a VRRP instance or sync group, as keepalived names it; see "notify_fifo" in keepalived.conf(5).</summary>
public enum VrrpState
{
    /// <summary>Nothing was heard yet.</summary>
    Unknown,

    /// <summary>This node is the master.</summary>
    Master,

    /// <summary>This node is still the master, and has heard another that thinks so, too, with a lower priority.</summary>
    MasterReceivedLowerPriority,

    /// <summary>Another node is the master.</summary>
    Backup,

    /// <summary>This node cannot be the master: an interface or a tracked script has failed.</summary>
    Fault,

    /// <summary>keepalived has stopped.</summary>
    Stopped,

    /// <summary>The instance was taken out of keepalived's configuration.</summary>
    Deleted,
}
