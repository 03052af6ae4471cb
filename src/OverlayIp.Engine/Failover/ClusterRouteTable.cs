namespace OverlayIp.Engine.Failover;

/// <summary>A route table of a cluster's resource.</summary>
/// <param name="RouteTableId">The id.</param>
/// <param name="RoleArn">The role that may read and change it, as in a shared VPC, whose tables are another account's; null for this
/// node's own identity.</param>
public sealed record ClusterRouteTable(string RouteTableId, string? RoleArn);
