using System.Globalization;
using OverlayIp.Engine;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Failover;
using Xunit.Abstractions;

namespace OverlayIp.Integration.Tests;

/// <summary>Both nodes take over at the same instant, each with a connection of its own.</summary>
public class SimultaneousTakeoverTests(ITestOutputHelper output)
{
    private const int Rounds = 200;

    [Fact]
    public async Task The_tables_always_end_at_one_of_two_nodes_that_take_over_at_once()
    {
        var seed = Environment.TickCount;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        var random = new Random(seed);
        await using var scene = await LabScene.StartAsync();
        var elsewhere = (await scene.Lab.DoAsync("CreateNetworkInterface", ("SubnetId", scene.A.SubnetId))).Text("networkInterfaceId")!;
        var (wins, contests) = (new Dictionary<string, int>(), 0);
        for (var round = 1; round <= Rounds; round++)
        {
            // From somewhere else, so that both have something to do.
            scene.Server.SetFault(new OverlayLabFault());
            foreach (var table in scene.Tables)
            {
                await scene.Lab.DoAsync(
                    "ReplaceRoute", ("RouteTableId", table), ("DestinationCidrBlock", LabScene.Address), ("NetworkInterfaceId", elsewhere));
            }

            // Calls that take long, and unequally long, meet in the middle.
            scene.Server.SetFault(new OverlayLabFault
            {
                Latency = TimeSpan.FromMilliseconds(random.Next(4)),
                ErrorRate = random.Next(10) == 0 ? 0.2 : 0,
                ResetAfterRate = random.Next(10) == 0 ? 0.1 : 0,
            });
            var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var both = (Task<RouteSetTakeover>[])[TakeOverAsync(scene, scene.A, gate.Task), TakeOverAsync(scene, scene.B, gate.Task)];
            gate.SetResult();
            var results = await Task.WhenAll(both);

            var nodes = scene.Nodes();
            Assert.True(nodes is "AAAA" or "BBBB", $"round {round} of seed {seed}: {nodes}\n{Describe(results)}");
            Assert.True(results[nodes[0] - 'A'].Succeeded, $"round {round} of seed {seed}: the winner does not know it\n{Describe(results)}");
            scene.Server.ClearCalls();
            wins[nodes] = wins.GetValueOrDefault(nodes) + 1;
            contests += results.Any(r => r.Execution!.Reports.Any(t => t.Attempts > 1)) ? 1 : 0;
        }

        output.WriteLine($"{string.Join(", ", wins)}; in {contests} rounds something was sent more than once");
    }

    private static async Task<RouteSetTakeover> TakeOverAsync(LabScene scene, OverlayLabNode node, Task gate)
    {
        await gate;
        var identity = new NodeIdentity { InstanceId = node.InstanceId, NetworkInterfaceId = node.NetworkInterfaceId, VpcId = node.VpcId };

        var failover = new NodeFailover(
            new NamedNodeLocator(identity), (_, stop) => Ec2ConnectionFactory.OpenAsync(LabScene.SettingsFor(scene.Lab.Lab), stop), null, TimeProvider.System);
        return (await failover.TakeOverAsync(
            [new RouteSet { Destination = LabScene.Destination, Scope = new() { RouteTableIds = scene.Tables } }],
            TimeSpan.FromMinutes(2), SilentObserver.Instance, CancellationToken.None))[0];
    }

    private static string Describe(IEnumerable<RouteSetTakeover> results) => string.Join('\n', results.Select(r =>
        $"{r.Node?.NetworkInterfaceId}: {r.Error?.Message} {string.Join("; ", r.Execution?.Reports.Select(t => $"{t.Step.RouteTableId} {t.Outcome} verified {t.Verified} attempts {t.Attempts} {t.Error?.Message}") ?? [])}"));
}
