namespace OverlayIp;

/// <summary>What moves an overlay address in a cluster.</summary>
public enum OverlayClusterManager
{
    /// <summary>keepalived: VRRP by unicast, and overlayip told by it.</summary>
    Keepalived,

    /// <summary>Pacemaker, with the resource agent ocf:overlayip:overlay-ip; for crmsh and for pcs.</summary>
    Pacemaker,

    /// <summary>A Windows failover cluster, with a generic-script resource that calls this module.</summary>
    WindowsCluster,

    /// <summary>No cluster manager: systemd units with which a node takes over when its service starts.</summary>
    Systemd,
}
