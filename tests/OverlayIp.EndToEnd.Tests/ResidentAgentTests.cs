using System.Diagnostics;
using System.Globalization;
using OverlayIp.EndToEnd.Tests.Support;
using OverlayIp.Network.Tests.Support;
using Xunit.Abstractions;

namespace OverlayIp.EndToEnd.Tests;

/// <summary>
/// keepalived tells the resident agent by its FIFO, and again and again the master is lost, in random ways, with random faults of the
/// API. <c>OVERLAYIP_FAILOVERS</c> says how often (200 is the proof), <c>OVERLAYIP_SEED</c> repeats a run.
/// </summary>
public class ResidentAgentTests(ITestOutputHelper output)
{
    private const int DefaultRounds = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly (string Name, Func<ResidentCluster, ResidentNode, Task> Lose, Func<ResidentCluster, ResidentNode, Task> Repair)[] Losses =
    [
        ("kill -9", (_, master) => master.SignalAsync("KILL"), async (_, master) =>
        {
            await master.EndedAsync();
            master.StartKeepalived();
        }),
        ("link down", (cluster, master) => cluster.Scene.Lab.DoAsync(master.Node, "ip link set eth0 down"), async (cluster, master) =>
        {
            await cluster.Scene.Lab.DoAsync(master.Node, "ip link set eth0 up");

            // The kernel has dropped the default route with the link; on EC2 the DHCP client puts it back.
            var gateway = master.Node.PrivateIpAddress[..master.Node.PrivateIpAddress.LastIndexOf('.')] + ".1";
            await cluster.Scene.Lab.DoAsync(master.Node, $"ip route replace default via {gateway} dev eth0 onlink");
        }),
        ("instance stop", (cluster, master) => cluster.Scene.Lab.Api.DoAsync("StopInstances", ("InstanceId.1", master.Node.InstanceId)), async (cluster, master) =>
        {
            await cluster.Scene.Lab.UntilAsync(master.Node, "stopped");
            await master.AllEndedAsync();
            await cluster.Scene.Lab.Api.DoAsync("StartInstances", ("InstanceId.1", master.Node.InstanceId));
            await cluster.Scene.Lab.UntilAsync(master.Node, "running");
            cluster.AnswerAgain(master.Node);
            await master.StartAgentAsync();
            master.StartKeepalived();
        }),
        ("freeze", (_, master) => master.SignalAsync("STOP"), (_, master) => master.SignalAsync("CONT")),
        ("partition", (cluster, master) => PartAsync(cluster, master, "add"), (cluster, master) => PartAsync(cluster, master, "del")),
    ];

    private static readonly string[] AgentActions = ["ReplaceRoute", "DescribeRouteTables", "DescribeInstances", "DescribeNetworkInterfaces"];

    // What is wrong with the API while the survivor takes over.
    private static readonly (string Name, OverlayLabFault Fault)[] Faults =
    [
        ("nothing wrong", new OverlayLabFault()),
        ("throttling", new OverlayLabFault { Throttles = new Dictionary<string, OverlayLabTokenBucket> { ["*"] = new(2, 8), ["ReplaceRoute"] = new(1, 4) } }),
        ("503s", new OverlayLabFault { ErrorRate = 0.4 }),
        ("resets", new OverlayLabFault { ConnectionResetRate = 0.25, ResetAfterRate = 0.25 }),
        ("2 s latency", new OverlayLabFault { Latency = TimeSpan.FromSeconds(2) }),
        ("IMDS down", new OverlayLabFault()),
    ];

    [SkippableFact]
    public async Task After_every_loss_of_the_master_one_node_answers_and_all_tables_agree()
    {
        Networked.Require(("keepalived", "keepalived"));
        var rounds = Read("OVERLAYIP_FAILOVERS") ?? DefaultRounds;
        var seed = Read("OVERLAYIP_SEED") ?? Environment.TickCount;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rounds} failovers, seed {seed}"));
        var random = new Random(seed);
        await using var cluster = await ResidentCluster.StartAsync();
        var master = cluster.A;
        for (var round = 1; round <= rounds; round++)
        {
            // Each way comes before any comes again, so that even a short run has them all.
            var (loss, lose, repair) = Losses[NextOf(random, Losses.Length, round)];
            var (wrong, fault) = Faults[random.Next(Faults.Length)];
            var survivor = cluster.OtherThan(master);
            var name = string.Create(CultureInfo.InvariantCulture, $"round {round} of seed {seed}: {loss} of {master.Node.Name}, {wrong}");

            if (wrong == "IMDS down")
                await SetMetadataAsync(cluster, "disabled");

            // Not of what the test itself calls.
            cluster.Scene.Lab.Api.Server.SetFault(fault with { Actions = AgentActions });

            // A backup that heard nothing for a third of a second, on a machine that stood still for so long, is the master already: it has
            // nothing more to take over.
            var told = survivor.AgentLog.Count(IsTakeover) - (survivor.State == "MASTER" ? 1 : 0);
            await lose(cluster, master);

            // The log must say it. The tables are looked at when the faults are off: the test's own calls would have their share of them.
            await cluster.RequireAsync(() => Task.FromResult(survivor.AgentLog.Count(IsTakeover) > told), Patience, $"{name}: {survivor.Node.Name} did not take over");
            cluster.Scene.Lab.Api.Server.SetFault(new OverlayLabFault());
            await RequireStaysAtAsync(cluster, survivor, TimeSpan.FromSeconds(loss is "kill -9" or "freeze" or "partition" ? 4 : 0), $"{name}: not all routes stay {survivor.Node.Name}'s");
            await RequireOnlyOneAnswersAsync(cluster, survivor, name);
            if (wrong == "IMDS down")
                await SetMetadataAsync(cluster, "enabled");

            // Who was frozen or cut off may still think that it is the master; VRRP decides.
            await repair(cluster, master);
            master = await cluster.RequireSettledAsync(Patience, $"{name}, repaired");
            await RequireOnlyOneAnswersAsync(cluster, master, name + ", repaired");
            output.WriteLine($"{name}; then {master.Node.Name}");
        }
    }

    [SkippableFact]
    public async Task The_ten_lines_of_the_README_fail_over()
    {
        Networked.Require(("keepalived", "keepalived"));
        var readme = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot(), "README.md"));
        var start = readme.IndexOf("global_defs { notify_fifo", StringComparison.Ordinal);
        var recipe = readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];
        Assert.Equal(10, recipe.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        await using var cluster = await ResidentCluster.StartAsync((scene, node, fifo) =>
        {
            // As printed, but for what differs from node to node; in the lab all have their files in common.
            var (own, peer) = (node.PrivateIpAddress, scene.OtherThan(node).PrivateIpAddress);
            return recipe.Replace("/run/overlayip/vrrp.fifo", fifo, StringComparison.Ordinal)
                .Replace("unicast_src_ip 10.0.1.10", $"unicast_src_ip {own}", StringComparison.Ordinal)
                .Replace("unicast_peer { 10.0.2.10 }", $"unicast_peer {{ {peer} }}", StringComparison.Ordinal);
        });
        foreach (var (master, survivor) in new[] { (cluster.A, cluster.B), (cluster.B, cluster.A) })
        {
            await master.SignalAsync("KILL");
            await cluster.RequireAsync(() => cluster.Scene.IsEverywhereAtAsync(survivor.Node), Patience, $"not all routes are {survivor.Node.Name}'s");
            await RequireOnlyOneAnswersAsync(cluster, survivor, "after the kill");
            await master.EndedAsync();
            master.StartKeepalived();
            await cluster.RequireAsync(() => Task.FromResult(master.State == "BACKUP" && survivor.State == "MASTER"), Patience, $"{master.Node.Name} did not come back as the backup");
        }
    }

    private int[] _order = [];

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "OverlayIp.sln")))
            folder = Path.GetDirectoryName(folder)!;

        return folder;
    }

    private int NextOf(Random random, int count, int round)
    {
        if ((round - 1) % count == 0)
        {
            _order = [.. Enumerable.Range(0, count)];
            random.Shuffle(_order);
        }

        return _order[(round - 1) % count];
    }

    private static bool IsTakeover(string line) => line.Contains("event=takeover", StringComparison.Ordinal) && line.Contains("now point to", StringComparison.Ordinal);

    // Neither hears the other any more; both reach the API, metadata and the client.
    private static async Task PartAsync(ResidentCluster cluster, ResidentNode master, string action)
    {
        var other = cluster.OtherThan(master);
        await cluster.Scene.Lab.DoAsync(master.Node, $"ip route {action} blackhole {other.Node.PrivateIpAddress}/32");
        await cluster.Scene.Lab.DoAsync(other.Node, $"ip route {action} blackhole {master.Node.PrivateIpAddress}/32");
    }

    private static async Task SetMetadataAsync(ResidentCluster cluster, string state)
    {
        foreach (var node in new[] { cluster.A, cluster.B })
            await cluster.Scene.Lab.Api.DoAsync("ModifyInstanceMetadataOptions", ("InstanceId", node.Node.InstanceId), ("HttpEndpoint", state));
    }

    // An agent whose keepalived was killed, frozen or cut off soon after it had become the master was told nothing: it takes the newer
    // one's move for a late call of the old one, and makes a few moves of its own before it yields.
    private static async Task RequireStaysAtAsync(ResidentCluster cluster, ResidentNode node, TimeSpan forSoLong, string otherwise)
    {
        var since = Stopwatch.GetTimestamp();
        await cluster.RequireAsync(
            async () =>
            {
                if (!await cluster.Scene.IsEverywhereAtAsync(node.Node))
                {
                    since = Stopwatch.GetTimestamp();
                    return false;
                }

                return Stopwatch.GetElapsedTime(since) >= forSoLong;
            },
            Patience, otherwise);
    }

    // Whatever is asked from now on is answered once, and by this node.
    private static async Task RequireOnlyOneAnswersAsync(ResidentCluster cluster, ResidentNode node, string when)
    {
        var first = await cluster.Probe.FromAsync(node.Node.Name, Patience, CancellationToken.None);
        Assert.True(first is not null, cluster.Describe($"{when}: {node.Node.Name} does not answer"));
        await Task.Delay(100);
        var after = cluster.Probe.Answers.Where(answer => answer.SentAt >= first.SentAt).ToArray();
        Assert.True(after.All(answer => answer.Name == node.Node.Name), cluster.Describe($"{when}: another than {node.Node.Name} answers"));
        Assert.True(after.Select(answer => answer.Sequence).Distinct().Count() == after.Length, cluster.Describe($"{when}: a question was answered twice"));
    }

    private static int? Read(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
