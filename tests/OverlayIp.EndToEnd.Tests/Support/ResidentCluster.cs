using OverlayIp.Lab.Network.Probing;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.EndToEnd.Tests.Support;

/// <summary>Two nodes with keepalived and resident agents, and a client that asks all the time.</summary>
internal sealed class ResidentCluster : IAsyncDisposable
{
    private readonly Dictionary<string, NodeResponder> _responders = new(StringComparer.Ordinal);

    private ResidentCluster(Scene scene, Func<OverlayLabNode, string, string>? keepalivedConfiguration)
    {
        Scene = scene;
        A = new ResidentNode(scene, scene.NodeA, 150, keepalivedConfiguration is null ? null : fifo => keepalivedConfiguration(scene.NodeA, fifo));
        B = new ResidentNode(scene, scene.NodeB, 50, keepalivedConfiguration is null ? null : fifo => keepalivedConfiguration(scene.NodeB, fifo));
        AnswerAgain(scene.NodeA);
        AnswerAgain(scene.NodeB);
        Probe = scene.Probe();
    }

    public Scene Scene { get; }

    public ResidentNode A { get; }

    public ResidentNode B { get; }

    public AddressProbe Probe { get; }

    /// <summary>Starts all of it, and waits until the first node is the master and the second the backup.</summary>
    public static async Task<ResidentCluster> StartAsync(Func<Scene, OverlayLabNode, string, string>? keepalivedConfiguration = null)
    {
        var scene = await Scene.StartAsync();
        var cluster = new ResidentCluster(scene, keepalivedConfiguration is null ? null : (node, fifo) => keepalivedConfiguration(scene, node, fifo));
        var stands = false;
        try
        {
            await Task.WhenAll(cluster.A.StartAgentAsync(), cluster.B.StartAgentAsync());
            cluster.A.StartKeepalived();
            await cluster.RequireAsync(() => Task.FromResult(cluster.A.State == "MASTER"), Networked.Patience, "node-a did not become the master");
            cluster.B.StartKeepalived();
            await cluster.RequireSettledAsync(Networked.Patience, "after the start");
            stands = true;
            return cluster;
        }
        finally
        {
            if (!stands)
                await cluster.DisposeAsync();
        }
    }

    public ResidentNode OtherThan(ResidentNode node) => node == A ? B : A;

    /// <summary>Waits until one node is the master, the other is not, and all tables point to the master.</summary>
    public async Task<ResidentNode> RequireSettledAsync(TimeSpan within, string when)
    {
        ResidentNode? master = null;
        await RequireAsync(
            async () =>
            {
                master = (A.State, B.State) switch
                {
                    ("MASTER", "BACKUP") => A,
                    ("BACKUP", "MASTER") => B,
                    _ => null,
                };
                return master is not null && await Scene.IsEverywhereAtAsync(master.Node);
            },
            within, $"{when}: not one master with all routes");
        return master!;
    }

    /// <summary>Starts the service of a node, whose network is a new one.</summary>
    public void AnswerAgain(OverlayLabNode node)
    {
        if (_responders.Remove(node.Name, out var old))
            old.Dispose();

        _responders.Add(node.Name, Scene.Answer(node));
    }

    /// <summary>Waits until something is so, and fails with all there is to know when it does not become so.</summary>
    public async Task RequireAsync(Func<Task<bool>> isSo, TimeSpan within, string otherwise)
    {
        if (!await Scene.UntilAsync(isSo, within))
        {
            var fault = Scene.Lab.Api.Server.Fault;
            Scene.Lab.Api.Server.SetFault(new OverlayLabFault());
            Assert.Fail($"{Describe(otherwise)}\nfault: {fault}\n--- route tables\n{string.Join('\n', await Scene.RoutesAsync())}");
        }
    }

    public string Describe(string problem) => $"{problem}\nThe last to answer was {Probe.Last?.Name ?? "nobody"}.\n{A.Log}\n{B.Log}";

    public async ValueTask DisposeAsync()
    {
        Scene.Lab.Api.Server.SetFault(new OverlayLabFault());
        Probe.Dispose();
        foreach (var responder in _responders.Values)
            responder.Dispose();

        await Scene.DisposeAsync();
        A.Dispose();
        B.Dispose();
    }
}
