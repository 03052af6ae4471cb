using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.Failover;

/// <summary>What a cluster hook does, as one file says it; see <see cref="FailoverConfigurationReader"/>.</summary>
public sealed record FailoverConfiguration
{
    /// <summary>How long a command may take when nobody says.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How long a resident agent waits before it takes routes again that were moved away, when nobody says.</summary>
    public static readonly TimeSpan DefaultReassertAfter = TimeSpan.FromSeconds(10);

    /// <summary>How to reach EC2.</summary>
    public ConnectionSettings Connection { get; init; } = new();

    /// <summary>This node, when instance metadata is not to be asked; or null.</summary>
    public RouteTarget? Node { get; init; }

    /// <summary>How long a command may take.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>Where the locks are, or null for the system's place.</summary>
    public string? LockDirectory { get; init; }

    /// <summary>True: a resident agent takes routes again that were moved away while VRRP says master; see <see cref="MasterTenure"/>.</summary>
    public bool Reassert { get; init; }

    /// <summary>For how long they must have been away for that.</summary>
    public TimeSpan ReassertAfter { get; init; } = DefaultReassertAfter;

    /// <summary>The route sets; each destination once.</summary>
    public IReadOnlyList<RouteSet> RouteSets { get; init; } = [];
}
