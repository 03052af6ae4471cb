using System.Globalization;
using System.Text;

namespace OverlayIp.Engine.Failover.ClusterConfiguration;

/// <summary>
/// Configuration for Pacemaker: the same resources for crmsh and for pcs. A cluster has one configuration, so one node has the files.
/// </summary>
internal static class PacemakerConfiguration
{
    // What the resource agent's meta-data advises.
    private static readonly (string Name, string Timeout, string Interval)[] Operations = [("start", "60s", "0s"), ("stop", "20s", "0s"), ("monitor", "30s", "20s")];

    public static IEnumerable<OverlayClusterFile> FilesOf(ClusterPlan plan, ClusterNode node)
    {
        if (node != plan.Nodes[0])
            yield break;

        if (plan.RouteSets.FirstOrDefault(s => s.Address is null) is { } wide)
        {
            throw new OverlayIpException("ClusterDestinationNotSingle", OverlayErrorKind.InvalidArgument,
                $"The resource agent puts one address on the node, and {wide.Destination} is not one.")
            { Subject = wide.Destination.ToString(), RecommendedAction = "Export the addresses only, or use -For Systemd." };
        }

        yield return new OverlayClusterFile { Node = node.Name, Path = "/root/overlayip.crm", Mode = "0644", Content = ForCrm(plan, node) };
        yield return new OverlayClusterFile { Node = node.Name, Path = "/root/overlayip-pcs.sh", Mode = "0755", Content = ForPcs(plan, node) };
    }

    private static string ForCrm(ClusterPlan plan, ClusterNode node)
    {
        var text = new StringBuilder(NodeFileText.Head(plan, node, "For crmsh, on one node of the cluster: crm configure load update /root/overlayip.crm", forAllNodes: true));
        text.Append(Hints(plan, "primitive fence-aws stonith:fence_aws", "params ", " op monitor interval=300s timeout=60s"));
        foreach (var set in plan.RouteSets)
        {
            text.Append(CultureInfo.InvariantCulture, $"""

                primitive {NameOf(set)} ocf:overlayip:overlay-ip \
                    params {string.Join(' ', Parameters(plan, set))} \
                    {string.Join(" \\\n    ", Operations.Select(o => $"op {o.Name} timeout={o.Timeout} interval={o.Interval}"))} \
                    meta migration-threshold=3 failure-timeout=300s resource-stickiness={Stickiness(plan)}
                location {NameOf(set)}-prefers-{node.Name} {NameOf(set)} 100: {node.Name}

                """);
        }

        return text.Append(Order(plan, "# colocation {0}-with-service inf: {0} my-service\n# order {0}-after-service Mandatory: my-service {0}\n")).ToString().ReplaceLineEndings("\n");
    }

    private static string ForPcs(ClusterPlan plan, ClusterNode node)
    {
        var text = new StringBuilder("#!/bin/sh\n" + NodeFileText.Head(plan, node, "For pcs, on one node of the cluster: sh /root/overlayip-pcs.sh", forAllNodes: true));
        text.Append(Hints(plan, "pcs stonith create fence-aws fence_aws", "", " op monitor interval=300s timeout=60s"));
        text.Append("set -e\n");
        foreach (var set in plan.RouteSets)
        {
            text.Append(CultureInfo.InvariantCulture, $"""

                pcs resource create {NameOf(set)} ocf:overlayip:overlay-ip \
                    {string.Join(' ', Parameters(plan, set))} \
                    {string.Join(" \\\n    ", Operations.Select(o => $"op {o.Name} timeout={o.Timeout} interval={o.Interval}"))} \
                    meta migration-threshold=3 failure-timeout=300s resource-stickiness={Stickiness(plan)}
                pcs constraint location {NameOf(set)} prefers {node.Name}=100

                """);
        }

        return text.Append(Order(plan, "# pcs constraint colocation add {0} with my-service INFINITY\n# pcs constraint order start my-service then start {0}\n")).ToString().ReplaceLineEndings("\n");
    }

    private static IEnumerable<string> Parameters(ClusterPlan plan, ClusterRouteSet set)
    {
        yield return $"ip={set.Address}";
        yield return $"routing_table={string.Join(',', set.RouteTableIds)}";
        yield return $"interface={plan.Interface}";
        if (plan.Region is not null)
            yield return $"region={plan.Region}";
    }

    // Stop needs no API and start tries for most of its minute, so the time-outs have room for both. fence_aws has to wait for EC2, which
    // takes minutes to stop an instance.
    private static string Hints(ClusterPlan plan, string create, string parameters, string operations) => $"""
        # The names of the nodes must be those that crm_node -l lists; here they are the instances' Name tags.
        # The agent belongs at /usr/lib/ocf/resource.d/overlayip/overlay-ip on every node.
        #
        # A cluster without fencing can end with two active nodes. With the agent of the package fence-agents-aws:
        # {create} {parameters}region={plan.Region ?? "eu-central-1"} pcmk_host_map="{string.Join(';', plan.Nodes.Select(n => $"{n.Name}:{n.InstanceId}"))}" power_timeout=240 pcmk_reboot_timeout=480 pcmk_reboot_retries=4 pcmk_delay_max=30{operations}
        # and then the property stonith-enabled=true. For two nodes, corosync.conf: quorum {"{"} two_node: 1 {"}"}.

        """;

    private static string Order(ClusterPlan plan, string lines) =>
        "\n# To have the address go with a service:\n" + string.Concat(plan.RouteSets.Select(s => string.Format(CultureInfo.InvariantCulture, lines, NameOf(s))));

    // Ten times the preference keeps it where it is; below the preference it goes back.
    private static string Stickiness(ClusterPlan plan) => plan.NoPreempt ? "1000" : "0";

    private static string NameOf(ClusterRouteSet set) => "overlay-" + set.Address!.Replace('.', '-').Replace(':', '-');
}
