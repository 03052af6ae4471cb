using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Output;

/// <summary>This node, as <c>--json</c> shows it.</summary>
/// <param name="InstanceId">The instance, or null when only the network interface was named.</param>
/// <param name="NetworkInterfaceId">The network interface, or null when only the instance was named.</param>
/// <param name="VpcId">The VPC, or null when nobody said.</param>
/// <param name="Region">The Region, or null when nobody said.</param>
internal sealed record NodeReport(string? InstanceId, string? NetworkInterfaceId, string? VpcId, string? Region)
{
    public static NodeReport? Of(NodeIdentity? node) =>
        node is null ? null : new NodeReport(node.InstanceId, node.NetworkInterfaceId, node.VpcId, node.Region);
}
