using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover.ClusterConfiguration;

/// <summary>Writes the configuration of a cluster that moves overlay addresses.</summary>
public static class ClusterConfigurator
{
    /// <summary>Finds the nodes (actions <c>DescribeInstances</c>, <c>DescribeNetworkInterfaces</c>).</summary>
    /// <param name="connection">The way to EC2.</param>
    /// <param name="candidates">The nodes, the preferred one first.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException"><c>ClusterNodesTooFew</c>, <c>TargetNotAttached</c>, or one that does not exist.</exception>
    public static async Task<IReadOnlyList<ClusterNode>> FindNodesAsync(
        Ec2Connection connection, IReadOnlyList<RouteTarget> candidates, CancellationToken cancellationToken)
    {
        var resolver = new TargetResolver(connection);
        var resolved = await Task.WhenAll(candidates.Select(c => resolver.ResolveAsync(c, cancellationToken)));
        var nodes = resolved.DistinctBy(n => n.NetworkInterfaceId, StringComparer.Ordinal).ToList();
        if (nodes.Find(n => n.InstanceId is null || n.PrivateIpAddress is null) is { } loose)
        {
            throw new OverlayIpException("TargetNotAttached", OverlayErrorKind.Refused, $"The network interface {loose.NetworkInterfaceId} is attached to no instance, so it is no node.")
            { Subject = loose.NetworkInterfaceId, RecommendedAction = "Attach it, or name another node." };
        }

        if (nodes.Count < 2)
        {
            throw new OverlayIpException("ClusterNodesTooFew", OverlayErrorKind.InvalidArgument, "A cluster has two nodes at least.")
            { RecommendedAction = "Name all nodes with -Candidate, the preferred one first." };
        }

        var names = nodes.ConvertAll(n => IsName(n.InstanceName) ? n.InstanceName! : n.InstanceId!);
        return nodes.ConvertAll(n =>
        {
            var name = IsName(n.InstanceName) && names.Count(other => string.Equals(other, n.InstanceName, StringComparison.OrdinalIgnoreCase)) == 1 ? n.InstanceName! : n.InstanceId!;
            return new ClusterNode(name, n.InstanceId!, n.NetworkInterfaceId, n.PrivateIpAddress!);
        });
    }

    /// <summary>The files of all nodes.</summary>
    /// <param name="manager">What moves the addresses.</param>
    /// <param name="plan">The cluster.</param>
    /// <exception cref="OverlayIpException"><c>ClusterDestinationNotSingle</c>.</exception>
    public static IReadOnlyList<OverlayClusterFile> FilesOf(OverlayClusterManager manager, ClusterPlan plan) =>
    [
        .. plan.Nodes.SelectMany(node => manager switch
        {
            OverlayClusterManager.Keepalived => KeepalivedConfiguration.FilesOf(plan, node),
            OverlayClusterManager.Pacemaker => PacemakerConfiguration.FilesOf(plan, node),
            OverlayClusterManager.WindowsCluster => WindowsClusterConfiguration.FilesOf(plan, node),
            _ => SystemdConfiguration.FilesOf(plan, node),
        }),
    ];

    // A name that every one of the configurations takes, and a directory can have.
    private static bool IsName(string? name) => name is { Length: > 0 } && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
