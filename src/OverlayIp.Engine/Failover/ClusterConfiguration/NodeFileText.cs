using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OverlayIp.Engine.Failover.ClusterConfiguration;

/// <summary>The files that the executable itself needs on a node, whatever the cluster manager.</summary>
internal static class NodeFileText
{
    public const string ConfigurationPath = "/etc/overlayip/overlayip.json";
    public const string FifoPath = "/run/overlayip/vrrp.fifo";

    /// <summary>The configuration of takeover, release and notify, as schemas/overlayip.schema.json has it.</summary>
    /// <param name="plan">The cluster.</param>
    /// <param name="node">The node.</param>
    /// <param name="vrrpInstance">The VRRP instance that the route sets follow, or null.</param>
    /// <param name="setsAddress">True when no one else sets the address of the operating system.</param>
    public static string Configuration(ClusterPlan plan, ClusterNode node, string? vrrpInstance, bool setsAddress)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (plan.Region is not null)
            {
                json.WriteStartObject("connection");
                json.WriteString("region", plan.Region);
                json.WriteEndObject();
            }

            // Named, so that a takeover does not depend on the metadata service.
            json.WriteString("node", node.NetworkInterfaceId);
            json.WriteStartArray("routeSets");
            foreach (var set in plan.RouteSets)
            {
                json.WriteStartObject();
                json.WriteString("destination", set.Address ?? set.Destination.ToString());
                json.WriteStartArray("routeTableIds");
                foreach (var table in set.RouteTableIds)
                    json.WriteStringValue(table);
                json.WriteEndArray();
                if (setsAddress && set.Address is not null)
                {
                    json.WriteBoolean("address", true);
                    json.WriteString("addressInterface", plan.Interface);
                }

                if (vrrpInstance is not null)
                    json.WriteString("vrrpInstance", vrrpInstance);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()).ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>What stands at the head of every file that takes comments.</summary>
    public static string Head(ClusterPlan plan, ClusterNode node, string purpose, bool forAllNodes = false) => $"""
        # {purpose}
        # Node {node.Name} ({node.InstanceId}, {node.PrivateIpAddress}) for {string.Join(", ", plan.RouteSets.Select(s => s.Destination))}.
        # Written by Export-OverlayClusterConfig for {string.Join(", ", plan.Nodes.Select(n => n.Name))}. {(forAllNodes ? "One node has it, for the whole cluster." : "Each node has a file of its own.")}

        """;
}
