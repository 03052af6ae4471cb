namespace OverlayIp.Engine.Routing;

/// <summary>Which routes to find. An empty list restricts nothing; the restrictions that are there must all hold.</summary>
public sealed record RouteQuery
{
    /// <summary>The destinations.</summary>
    public IReadOnlyList<RouteDestination> Destinations { get; init; } = [];

    /// <summary>The route tables.</summary>
    public IReadOnlyList<string> RouteTableIds { get; init; } = [];

    /// <summary>The VPCs.</summary>
    public IReadOnlyList<string> VpcIds { get; init; } = [];

    /// <summary>The instances that are the target.</summary>
    public IReadOnlyList<string> InstanceIds { get; init; } = [];

    /// <summary>The network interfaces that are the target.</summary>
    public IReadOnlyList<string> NetworkInterfaceIds { get; init; } = [];

    /// <summary>The state, or null for any.</summary>
    public RouteState? State { get; init; }
}
