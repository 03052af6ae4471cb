namespace OverlayIp.Engine.Failover.ClusterConfiguration;

/// <summary>A node of a cluster.</summary>
/// <param name="Name">Its name: the Name tag where that can be one, else the instance.</param>
/// <param name="InstanceId">The instance.</param>
/// <param name="NetworkInterfaceId">The network interface that becomes the target.</param>
/// <param name="PrivateIpAddress">The address that the others reach it by.</param>
public sealed record ClusterNode(string Name, string InstanceId, string NetworkInterfaceId, string PrivateIpAddress);
