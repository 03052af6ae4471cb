namespace OverlayIp.Engine.Failover;

/// <summary>Where a route table of a cluster's resource sends the address.</summary>
/// <param name="RouteTableId">The route table.</param>
/// <param name="Route">The route, or null when there is none to an instance or network interface.</param>
/// <param name="IsHere">True when that is this node and the route is active.</param>
public sealed record ClusterRouteCheck(string RouteTableId, OverlayRoute? Route, bool IsHere);
