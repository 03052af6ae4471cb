namespace OverlayIp.Engine.Failover.ClusterConfiguration;

/// <summary>A destination and its route tables.</summary>
/// <param name="Destination">The destination.</param>
/// <param name="RouteTableIds">The route tables.</param>
public sealed record ClusterRouteSet(RouteDestination Destination, IReadOnlyList<string> RouteTableIds)
{
    /// <summary>The address, when the destination is exactly one; or null.</summary>
    public string? Address => Destination.Cidr is { IsSingleAddress: true } cidr ? cidr.Address.ToString() : null;
}
