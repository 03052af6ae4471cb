namespace OverlayIp.Engine.Failover.ClusterConfiguration;

/// <summary>What a cluster is to be configured for.</summary>
public sealed record ClusterPlan
{
    /// <summary>The nodes, the preferred one first; at least two.</summary>
    public required IReadOnlyList<ClusterNode> Nodes { get; init; }

    /// <summary>The destinations, each with its route tables.</summary>
    public required IReadOnlyList<ClusterRouteSet> RouteSets { get; init; }

    /// <summary>The Region, or null when it is left to the nodes.</summary>
    public string? Region { get; init; }

    /// <summary>The interface of the nodes that gets the address.</summary>
    public string Interface { get; init; } = "eth0";

    /// <summary>Where the executable is on the nodes.</summary>
    public string AgentPath { get; init; } = "/usr/bin/overlayip";

    /// <summary>True leaves the address where it is when a preferred node comes back.</summary>
    public bool NoPreempt { get; init; }

    /// <summary>Commands whose failure makes a node give the address up.</summary>
    public IReadOnlyList<string> TrackScripts { get; init; } = [];

    /// <summary>The VRRP router id: 1 to 255, one for each cluster in a subnet.</summary>
    public int VirtualRouterId { get; init; } = 51;

    /// <summary>The service that a node takes over with, for systemd; or null.</summary>
    public string? Service { get; init; }
}
