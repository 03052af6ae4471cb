using System.Management.Automation;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Failover.ClusterConfiguration;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Commands;

/// <summary>Writes the configuration files with which a cluster manager moves overlay addresses between nodes.</summary>
/// <remarks>
/// <para>For each node the complete, commented files: for keepalived (unicast VRRP between the nodes' own addresses, the agent's configuration and
/// its systemd unit), for Pacemaker (resources for crmsh and for pcs, with time-outs and what fencing needs), for a Windows failover cluster (a
/// generic script, the runbook that it calls and the script that registers it), or for systemd alone.</para>
/// <para>Without -Path the files are emitted as objects. With -Path they are written below a directory for each node, as they lie on the node, and
/// each is whole or not there. What exists is left alone, unless -Force. Nothing is installed anywhere.</para>
/// </remarks>
/// <notes><para>Needs ec2:DescribeInstances and ec2:DescribeNetworkInterfaces on "*", and without routes from the pipeline ec2:DescribeRouteTables.</para></notes>
/// <example>
/// <para>Files for two nodes with keepalived</para>
/// <code>Get-OverlayRoute 10.2.0.1 | Export-OverlayClusterConfig -For Keepalived -Candidate i-0a11a11dcb42a8210, i-0b22a22eec53b9321 -NoPreempt -Path ./cluster</code>
/// <para>Writes cluster/node-a/etc/keepalived/keepalived.conf and so on. The first candidate gets the highest priority.</para>
/// </example>
/// <example>
/// <para>Look at it first</para>
/// <code>Export-OverlayClusterConfig 10.2.0.1 i-0a11a11dcb42a8210, i-0b22a22eec53b9321 -For Pacemaker | ForEach-Object Content</code>
/// <para>Prints the resources for crmsh and pcs.</para>
/// </example>
/// <example>
/// <para>Watch a service as well</para>
/// <code>Export-OverlayClusterConfig 10.2.0.1 i-0a11a11dcb42a8210, i-0b22a22eec53b9321 -For Keepalived -TrackScript '/usr/bin/pg_isready -q'</code>
/// <para>A node whose script fails three times in a row gives the address up.</para>
/// </example>
/// <seealso cref="WatchOverlayTargetCommand"/>
/// <seealso topic="about_OverlayIp_Failover"/>
/// <seealso href="https://www.keepalived.org/manpage.html">keepalived.conf(5)</seealso>
[Cmdlet(VerbsData.Export, "OverlayClusterConfig", SupportsShouldProcess = true)]
[OutputType(typeof(OverlayClusterFile))]
public sealed class ExportOverlayClusterConfigCommand : FailoverCmdlet
{
    /// <summary>What moves the addresses.</summary>
    [Parameter(Mandatory = true)]
    public OverlayClusterManager For { get; set; }

    /// <summary>The directory to write to. It is made if it is not there.</summary>
    /// <value>none: the files are emitted as objects only</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The interface of the nodes that gets the address: <c>eth0</c>, on Windows the alias.</summary>
    /// <value>eth0, for a Windows cluster Ethernet</value>
    [Parameter]
    [ValidatePattern(@"^[^\s""/]+( [^\s""/]+)*$")]
    public string? InterfaceName { get; set; }

    /// <summary>Where the executable overlayip is on the nodes.</summary>
    [Parameter]
    [ValidatePattern(@"^/\S+$")]
    public string AgentPath { get; set; } = "/usr/bin/overlayip";

    /// <summary>Leaves the address where it is when a preferred node comes back.</summary>
    [Parameter]
    public SwitchParameter NoPreempt { get; set; }

    /// <summary>For keepalived: commands whose failure makes a node give the address up. Without double quotes.</summary>
    [Parameter]
    [ValidatePattern(@"^/[^""\r\n]+$")]
    public string[]? TrackScript { get; set; }

    /// <summary>For keepalived: the virtual router id, another one for each cluster in a subnet.</summary>
    [Parameter]
    [ValidateRange(1, 255)]
    public int VirtualRouterId { get; set; } = 51;

    /// <summary>For systemd: the unit that the address goes with, such as <c>postgresql.service</c>.</summary>
    [Parameter]
    [ValidatePattern(@"^[A-Za-z0-9:_.@\\-]+\.(service|target|mount)$")]
    public string? Service { get; set; }

    /// <summary>Replaces files that exist.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string NothingDone => "nothing was exported";

    private protected override void Handle(IReadOnlyList<Item> sets)
    {
        foreach (var cluster in sets.GroupBy(s => s.Settings))
        {
            ForItem(cluster.First().Destination.ToString(), () =>
            {
                foreach (var file in ClusterConfigurator.FilesOf(For, PlanFor(cluster.Key, [.. cluster])))
                {
                    ForItem(file.Path, () => Emit(file));
                }
            });
        }
    }

    private ClusterPlan PlanFor(ConnectionSettings settings, List<Item> sets) => Run(settings, async (connection, _, token) => new ClusterPlan
    {
        Nodes = await ClusterConfigurator.FindNodesAsync(connection, Candidate, token),
        RouteSets = await Task.WhenAll(sets.Select(async set => new ClusterRouteSet(set.Destination, await TablesOfAsync(connection, set, token)))),
        Region = connection.Region,
        Interface = InterfaceName ?? (For == OverlayClusterManager.WindowsCluster ? "Ethernet" : "eth0"),
        AgentPath = AgentPath,
        NoPreempt = NoPreempt,
        TrackScripts = TrackScript ?? [],
        VirtualRouterId = VirtualRouterId,
        Service = Service,
    });

    private static async Task<IReadOnlyList<string>> TablesOfAsync(Ec2Connection connection, Item set, CancellationToken cancellationToken)
    {
        if (set.RouteTableIds.Count > 0)
        {
            return set.RouteTableIds;
        }

        var tables = new List<string>();
        var query = new RouteQuery { Destinations = [set.Destination], VpcIds = set.VpcId is null ? [] : [set.VpcId] };
        await foreach (var route in new RouteInventory(connection).FindAsync(query, cancellationToken))
        {
            tables.Add(route.RouteTableId);
        }

        return tables.Count > 0
            ? tables
            : throw new OverlayIpException("RouteNotFound", OverlayErrorKind.NotFound, $"No route table has a route to {set.Destination}.")
            { Subject = set.Destination.ToString(), RecommendedAction = "Create it with New-OverlayRoute, or name the route tables with -RouteTableId." };
    }

    private void Emit(OverlayClusterFile file)
    {
        if (Path is null)
        {
            WriteObject(file);
            return;
        }

        var directory = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path);
        if (ShouldProcess(ClusterFileWriter.PlaceOf(directory, file), "Write file"))
        {
            WriteObject(ClusterFileWriter.Write(directory, file, Force));
        }
    }
}
