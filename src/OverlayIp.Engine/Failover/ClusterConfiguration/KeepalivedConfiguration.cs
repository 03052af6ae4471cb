using System.Globalization;
using System.Text;

namespace OverlayIp.Engine.Failover.ClusterConfiguration;

/// <summary>Configuration for keepalived: unicast VRRP between the nodes' own addresses, and the resident agent at the end of its FIFO.</summary>
internal static class KeepalivedConfiguration
{
    private const string Instance = "VI_OVERLAY";

    // keepalived.conf(5): 1 to 254, and 255 is for the owner of an address, which no node is.
    private const int HighestPriority = 200;

    public static IEnumerable<OverlayClusterFile> FilesOf(ClusterPlan plan, ClusterNode node)
    {
        yield return new OverlayClusterFile { Node = node.Name, Path = "/etc/keepalived/keepalived.conf", Mode = "0644", Content = Text(plan, node) };
        yield return new OverlayClusterFile
        {
            Node = node.Name,
            Path = NodeFileText.ConfigurationPath,
            Mode = "0644",

            // The addresses are keepalived's to manage.
            Content = NodeFileText.Configuration(plan, node, Instance, setsAddress: false),
        };
        yield return SystemdConfiguration.AgentUnit(plan, node, "keepalived.service");
    }

    private static string Text(ClusterPlan plan, ClusterNode node)
    {
        var text = new StringBuilder(NodeFileText.Head(plan, node, "/etc/keepalived/keepalived.conf, see keepalived.conf(5)"));
        text.Append(CultureInfo.InvariantCulture, $$"""
            # Let the nodes' security groups pass IP protocol 112 (VRRP) between them, and turn their source/destination checks off.
            # Check it with: keepalived -t -f /etc/keepalived/keepalived.conf

            global_defs {
                router_id {{node.Name}}
                script_user root
                enable_script_security
                vrrp_version 3

                # The resident agent (overlayip-agent.service) reads every change of state here and moves the routes.
                # Without it, leave this line out and take the notify lines below.
                notify_fifo {{NodeFileText.FifoPath}}
            }

            """);
        foreach (var (script, number) in plan.TrackScripts.Select((script, number) => (script, number)))
        {
            text.Append(CultureInfo.InvariantCulture, $$"""

                # Three failures in a row give the address up; two successes take part again.
                vrrp_script track_{{number + 1}} {
                    script "{{script}}"
                    interval 2
                    timeout 2
                    fall 3
                    rise 2
                }

                """);
        }

        var priority = Math.Max(1, HighestPriority - (50 * plan.Nodes.TakeWhile(n => n != node).Count()));
        var addresses = plan.RouteSets.Where(s => s.Address is not null).ToList();
        var family = addresses.FirstOrDefault()?.Destination.Cidr!.AddressFamily;
        text.Append(CultureInfo.InvariantCulture, $$"""

            vrrp_instance {{Instance}} {
                # All nodes start as backups: the priority decides, and a node that reboots does not take the address for a moment.
                state BACKUP
                {{(plan.NoPreempt ? "# A node that comes back leaves the address where it is.\n    nopreempt" : "# Without nopreempt, the node with the highest priority takes the address back.")}}
                interface {{plan.Interface}}
                virtual_router_id {{plan.VirtualRouterId}}
                priority {{priority}}
                advert_int 1

                # VPCs carry no multicast to VRRP's group: the peers are named.
                unicast_src_ip {{node.PrivateIpAddress}}
                unicast_peer {
            {{Lines(plan.Nodes.Where(n => n != node).Select(n => $"{n.PrivateIpAddress}    # {n.Name}"), 8)}}
                }

            """);
        if (addresses.Count == 0)
            text.Append("    # Blocks and prefix lists are routed to the node, and no address of its own.\n    no_virtual_ipaddress\n");
        else
            AppendAddresses(text, "virtual_ipaddress", addresses.Where(s => s.Destination.Cidr!.AddressFamily == family), plan.Interface);

        // One instance advertises addresses of one family; the others go along.
        AppendAddresses(text, "virtual_ipaddress_excluded", addresses.Where(s => s.Destination.Cidr!.AddressFamily != family), plan.Interface);
        if (plan.TrackScripts.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n    track_script {{\n{Lines(plan.TrackScripts.Select((_, i) => $"track_{i + 1}"), 8)}\n    }}\n");
        else
            text.Append("\n    # Nothing but the loss of the peer moves the address. To watch a service as well: a vrrp_script, and track_script here.\n");
        text.Append(CultureInfo.InvariantCulture, $$"""

                # Without the resident agent: one process for each change of state. The second line is for the case that both nodes were
                # master for a moment; the one that remains must take the routes again.
                # notify "{{plan.AgentPath}} notify"
                # notify_master_rx_lower_pri "{{plan.AgentPath}} notify INSTANCE {{Instance}} MASTER_RX_LOWER_PRI {{priority}}"
            }

            """);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void AppendAddresses(StringBuilder text, string block, IEnumerable<ClusterRouteSet> sets, string link)
    {
        var lines = sets.Select(s => $"{s.Destination.Cidr} dev {link}").ToList();
        if (lines.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n    {block} {{\n{Lines(lines, 8)}\n    }}\n");
    }

    private static string Lines(IEnumerable<string> lines, int indent) => string.Join('\n', lines.Select(l => new string(' ', indent) + l));
}
