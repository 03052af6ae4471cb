namespace OverlayIp.Engine.Failover;

/// <summary>Whether a cluster's resource runs on this node.</summary>
public sealed record ClusterResourceCheck
{
    /// <summary>The local address, or null when it is not there.</summary>
    public OverlayAddress? Address { get; init; }

    /// <summary>The route tables; empty when it was not asked for them, or could not be.</summary>
    public IReadOnlyList<ClusterRouteCheck> Routes { get; init; } = [];

    /// <summary>Why EC2 could not be asked for the time being, or null. The local address decides then: a cluster that moves its
    /// resources because an API is out moves them to a node that cannot reach it either.</summary>
    public OverlayIpException? RoutesUnknown { get; init; }

    /// <summary>True when it runs here, as far as was asked.</summary>
    public bool IsRunning => Address is not null && Routes.All(r => r.IsHere);
}
