namespace OverlayIp.Engine.Failover.Watching;

/// <summary>Where one route table sends the destination.</summary>
/// <param name="RouteTableId">The route table.</param>
/// <param name="NetworkInterfaceId">The network interface; empty when the route names none that still exists.</param>
/// <param name="IsBlackhole">True when packets are dropped.</param>
public sealed record RouteSighting(string RouteTableId, string NetworkInterfaceId, bool IsBlackhole);
