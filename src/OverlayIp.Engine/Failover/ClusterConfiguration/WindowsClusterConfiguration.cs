using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OverlayIp.Engine.Failover.ClusterConfiguration;

/// <summary>Configuration for a Windows failover cluster: the generic script, the runbook that it calls, and what they are told.</summary>
internal static class WindowsClusterConfiguration
{
    private const string Folder = @"C:\ProgramData\OverlayIp\Cluster";

    public static IEnumerable<OverlayClusterFile> FilesOf(ClusterPlan plan, ClusterNode node)
    {
        if (plan.RouteSets.FirstOrDefault(s => s.Address is null) is { } wide)
        {
            throw new OverlayIpException("ClusterDestinationNotSingle", OverlayErrorKind.InvalidArgument,
                $"The cluster resource puts one address on the node, and {wide.Destination} is not one.")
            { Subject = wide.Destination.ToString(), RecommendedAction = "Export the addresses only." };
        }

        yield return File(node, "OverlayIpResource.vbs", Shipped("OverlayIpResource.vbs"));
        yield return File(node, "OverlayIpResource.ps1", Shipped("OverlayIpResource.ps1"));
        yield return File(node, "OverlayIpResource.json", Settings(plan));
        if (node == plan.Nodes[0])
            yield return File(node, "Register-OverlayIpResource.ps1", Registration(plan));
    }

    private static OverlayClusterFile File(ClusterNode node, string name, string text) =>
        new() { Node = node.Name, Path = $@"{Folder}\{name}", Content = text.ReplaceLineEndings("\r\n") };

    private static string Shipped(string name)
    {
        using var reader = new StreamReader(typeof(WindowsClusterConfiguration).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static string Settings(ClusterPlan plan)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (plan.Region is not null)
                json.WriteString("region", plan.Region);
            json.WriteString("interface", plan.Interface);
            json.WriteStartArray("routeSets");
            foreach (var set in plan.RouteSets)
            {
                json.WriteStartObject();
                json.WriteString("destination", set.Address);
                json.WriteStartArray("routeTableIds");
                foreach (var table in set.RouteTableIds)
                    json.WriteStringValue(table);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("nodes");
            foreach (var node in plan.Nodes)
                json.WriteString(node.Name, node.NetworkInterfaceId);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static string Registration(ClusterPlan plan) => $$"""
        # Register-OverlayIpResource.ps1: makes the cluster resource. Once, on one node, elevated, when every node has the files of {{Folder}}
        # and the module OverlayIp in PowerShell 7. Written by Export-OverlayClusterConfig for {{string.Join(", ", plan.Nodes.Select(n => n.Name))}}.
        # The names in OverlayIpResource.json must be the computer names of the nodes; here they are the instances' Name tags.
        #Requires -Modules FailoverClusters
        param([Parameter(Mandatory)] [string] $Group)

        $resource = Add-ClusterResource -Name 'Overlay IP' -Group $Group -ResourceType 'Generic Script' -ErrorAction Stop
        $resource | Set-ClusterParameter -Name ScriptFilePath -Value '{{Folder}}\OverlayIpResource.vbs'

        # Online waits for EC2: three minutes. LooksAlive looks at this machine only, IsAlive asks EC2 as well.
        $resource.PendingTimeout = 180000
        $resource.LooksAlivePollInterval = 5000
        $resource.IsAlivePollInterval = 60000
        {{(plan.NoPreempt ? "# Failback is off for groups as they are made." : $"Set-ClusterOwnerNode -Group $Group -Owners {string.Join(", ", plan.Nodes.Select(n => $"'{n.Name}'"))}\n(Get-ClusterGroup $Group).AutoFailbackType = 1")}}
        $resource | Start-ClusterResource

        """;
}
