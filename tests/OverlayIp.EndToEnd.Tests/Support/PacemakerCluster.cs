using System.Security;
using OverlayIp.Lab.Network.Probing;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.EndToEnd.Tests.Support;

/// <summary>corosync and pacemaker on both nodes of a scene, and one resource.</summary>
internal sealed class PacemakerCluster : IAsyncDisposable
{
    public const string Resource = "overlay-ip";

    // Elections, time-outs and restarts of a loaded machine; nothing here waits for longer than it has to.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly NodeResponder[] _responders;
    private readonly Dictionary<string, ClusterNode> _nodes = [];

    private PacemakerCluster(Scene scene)
    {
        Scene = scene;
        _responders = [scene.Answer(scene.NodeA), scene.Answer(scene.NodeB)];
        Probe = scene.Probe();
    }

    public Scene Scene { get; }

    public AddressProbe Probe { get; }

    private string Folder => Scene.Folder.FullName;

    public static void Require() => ClusterNode.Require(
        ("corosync", "corosync"), ("pacemakerd", "pacemaker"), ("crm_resource", "pacemaker-cli-utils"), ("cibadmin", "pacemaker-cli-utils"));

    /// <summary>Starts a cluster on a scene, which ends with it, and waits until its resource runs somewhere.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="agent">Provider and type.</param>
    /// <param name="parameters">The parameters besides address, route tables, interface and Region.</param>
    public static async Task<PacemakerCluster> StartAsync(Scene scene, (string Provider, string Type) agent, params (string Name, string Value)[] parameters)
    {
        var cluster = new PacemakerCluster(scene);
        var stands = false;
        try
        {
            cluster.WriteConfiguration(agent, parameters);
            foreach (var node in new[] { cluster.Scene.NodeA, cluster.Scene.NodeB })
            {
                var member = new ClusterNode(cluster.Scene, node);
                cluster._nodes.Add(node.Name, member);
                member.Start("/bin/sh", Path.Combine(AppContext.BaseDirectory, "Support", "pacemaker-node.sh"), cluster.Folder);
            }

            // Both see both, so neither starts anything more because it is alone.
            foreach (var seenFrom in new[] { cluster.Scene.NodeA, cluster.Scene.NodeB })
            {
                await cluster.RequireAsync(async () => await cluster.IsCompleteAsync(seenFrom), $"{seenFrom.Name} does not see both nodes online.");
                await cluster.SettleAsync(seenFrom);
            }

            await cluster.RequireAsync(async () => await cluster.WhereAsync(cluster.Scene.NodeA) is not null, "The resource did not start.");
            stands = true;
            return cluster;
        }
        finally
        {
            if (!stands)
            {
                await cluster.DisposeAsync();
            }
        }
    }

    public ClusterNode On(OverlayLabNode node) => _nodes[node.Name];

    /// <summary>The node that the cluster runs the resource on, as it is seen from a node; null for none, or several.</summary>
    public async Task<OverlayLabNode?> WhereAsync(OverlayLabNode seenFrom)
    {
        var result = await On(seenFrom).RunAsync("crm_resource", "--resource", Resource, "--locate", "--quiet");
        return result.ExitCode != 0 ? null : result.Output.Trim() switch
        {
            "node-a" => Scene.NodeA,
            "node-b" => Scene.NodeB,
            _ => null,
        };
    }

    /// <summary>Waits until the cluster, as it is seen from a node, has nothing left to do.</summary>
    public async Task SettleAsync(OverlayLabNode seenFrom)
    {
        var result = await On(seenFrom).RunAsync("crm_resource", "--wait", "--timeout", "100s");
        Assert.True(result.ExitCode == 0, await DescribeAsync($"The cluster does not come to rest: {result.ExitCode} {result.Output}{result.Error}"));
    }

    /// <summary>Waits until the cluster, the routes, the addresses and a client all say that it is at this node.</summary>
    public async Task RequireAtAsync(OverlayLabNode node, string otherwise)
    {
        await RequireAsync(
            async () => (await WhereAsync(node))?.Name == node.Name && await Scene.IsEverywhereAtAsync(node) && await Scene.HasAddressAsync(node), otherwise);
        await SettleAsync(node);
        await RequireAnsweredAsync(node);
    }

    /// <summary>The node that it is at, wherever the cluster chose to have it, when all say so.</summary>
    public async Task<OverlayLabNode> RequireSomewhereAsync(OverlayLabNode seenFrom, string otherwise)
    {
        OverlayLabNode? at = null;
        await RequireAsync(
            async () => (at = await WhereAsync(seenFrom)) is not null && await Scene.IsEverywhereAtAsync(at) && await Scene.HasAddressAsync(at), otherwise);
        await SettleAsync(seenFrom);
        await RequireAnsweredAsync(at!);
        return at!;
    }

    private async Task<bool> IsCompleteAsync(OverlayLabNode seenFrom)
    {
        var status = await On(seenFrom).RunAsync("crm_mon", "--one-shot");
        return status.ExitCode == 0 && status.Output.Contains("Online: [ node-a node-b ]", StringComparison.Ordinal);
    }

    private async Task RequireAnsweredAsync(OverlayLabNode node) =>
        Assert.True(await Probe.FromAsync(node.Name, TimeSpan.FromSeconds(30), CancellationToken.None) is not null, await DescribeAsync($"{node.Name} does not answer."));

    /// <summary>Waits until something is so, and fails with all there is to know when it does not become so.</summary>
    public async Task RequireAsync(Func<Task<bool>> isSo, string otherwise)
    {
        if (!await Scene.UntilAsync(isSo, Patience))
        {
            Assert.Fail(await DescribeAsync(otherwise));
        }
    }

    public async Task<string> DescribeAsync(string problem)
    {
        var text = $"{problem}\n--- route tables\n{string.Join('\n', await Scene.RoutesAsync())}";
        foreach (var member in _nodes.Values)
        {
            text += $"\n--- crm_mon on {member.Node.Name}\n";
            try
            {
                var status = await member.RunAsync("crm_mon", "--one-shot", "--inactive", "--failcounts", "--operations");
                text += status.Output + status.Error;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                text += e.Message;
            }
        }

        foreach (var log in Scene.Folder.EnumerateFiles("*.log").OrderBy(f => f.Name))
        {
            var lines = File.ReadAllLines(log.FullName).Where(line => !line.Contains("schedulerd", StringComparison.Ordinal));
            text += $"\n--- {log.Name}\n{string.Join('\n', lines.TakeLast(60))}";
        }

        return text;
    }

    public async ValueTask DisposeAsync()
    {
        Probe.Dispose();
        foreach (var responder in _responders)
        {
            responder.Dispose();
        }

        await Scene.DisposeAsync();
        foreach (var member in _nodes.Values)
        {
            member.Dispose();
        }
    }

    private void WriteConfiguration((string Provider, string Type) agent, (string Name, string Value)[] parameters)
    {
        File.WriteAllText(Path.Combine(Folder, "corosync.conf"), $$"""
            totem {
              version: 2
              cluster_name: overlayip
              transport: udpu
              token: 3000
            }
            system {
              sched_rr: no
            }
            nodelist {
              node {
                ring0_addr: {{Scene.NodeA.PrivateIpAddress}}
                name: node-a
                nodeid: 1
              }
              node {
                ring0_addr: {{Scene.NodeB.PrivateIpAddress}}
                name: node-b
                nodeid: 2
              }
            }
            quorum {
              provider: corosync_votequorum
              two_node: 1
              wait_for_all: 0
            }
            logging {
              to_stderr: yes
              to_syslog: no
            }

            """);
        (string Name, string Value)[] all =
        [
            ("ip", Scene.Overlay), ("routing_table", string.Join(',', Scene.Lab.Api.Lab.RouteTableIds)), ("interface", "eth0"), ("region", Scene.Lab.Api.Lab.Region), .. parameters,
        ];
        var attributes = string.Concat(all.Select(p => $"""<nvpair id="{Resource}-{p.Name}" name="{p.Name}" value="{SecurityElement.Escape(p.Value)}"/>"""));
        File.WriteAllText(Path.Combine(Folder, "cib.xml"), $"""
            <cib validate-with="pacemaker-3.0" crm_feature_set="3.0" admin_epoch="0" epoch="1" num_updates="0">
              <configuration>
                <crm_config>
                  <cluster_property_set id="cib-bootstrap-options">
                    <nvpair id="options-stonith" name="stonith-enabled" value="false"/>
                    <nvpair id="options-quorum" name="no-quorum-policy" value="ignore"/>
                    <nvpair id="options-election" name="dc-deadtime" value="3s"/>
                  </cluster_property_set>
                </crm_config>
                <nodes/>
                <resources>
                  <primitive id="{Resource}" class="ocf" provider="{agent.Provider}" type="{agent.Type}">
                    <instance_attributes id="{Resource}-attributes">{attributes}</instance_attributes>
                    <operations>
                      <op id="{Resource}-start" name="start" interval="0" timeout="180"/>
                      <op id="{Resource}-stop" name="stop" interval="0" timeout="180"/>
                      <op id="{Resource}-monitor" name="monitor" interval="3" timeout="60"/>
                    </operations>
                  </primitive>
                </resources>
                <constraints/>
              </configuration>
              <status/>
            </cib>

            """);
    }
}
