using OverlayIp.Lab.Network.Probing;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.EndToEnd.Tests.Support;

/// <summary>Two nodes with keepalived, and a client that asks all the time.</summary>
internal sealed class KeepalivedCluster : IAsyncDisposable
{
    private readonly Dictionary<string, NodeResponder> _responders = new(StringComparer.Ordinal);

    private KeepalivedCluster(Scene scene)
    {
        Scene = scene;
        Master = new KeepalivedNode(scene, scene.NodeA, priority: 150);
        Backup = new KeepalivedNode(scene, scene.NodeB, priority: 50);
        AnswerAgain(scene.NodeA);
        AnswerAgain(scene.NodeB);
        Probe = scene.Probe();
    }

    public Scene Scene { get; }

    public Networked Lab => Scene.Lab;

    public AddressProbe Probe { get; }

    public KeepalivedNode Master { get; private set; }

    public KeepalivedNode Backup { get; private set; }

    /// <summary>Starts both and waits until the first is the master.</summary>
    public static async Task<KeepalivedCluster> StartAsync()
    {
        var cluster = new KeepalivedCluster(await Scene.StartAsync());
        var stands = false;
        try
        {
            cluster.Master.Start();
            await cluster.RequireAsync(async () => await cluster.Scene.HasAddressAsync(cluster.Master.Node) && cluster.Master.IsQuiet(), Networked.Patience, "node-a did not become the master");
            cluster.Backup.Start();
            await cluster.RequireAsync(() => Task.FromResult(cluster.Backup.TimesBackup > 0), Networked.Patience, "node-b did not become the backup");
            await cluster.RequireSettledAsync("after the start");
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

    /// <summary>Waits until one node has the address and all routes, the other has neither, and no script is at work; the one is the master then.
    /// Which it is, is keepalived's to say: a backup that hears nothing for a third of a second, on a machine that stood still for so long,
    /// is the master as well, until they have heard each other.</summary>
    public Task RequireSettledAsync(string when) => RequireAsync(
        async () =>
        {
            if (!Master.IsQuiet() || !Backup.IsQuiet() || await Scene.HasAddressAsync(Master.Node) == await Scene.HasAddressAsync(Backup.Node))
            {
                return false;
            }

            if (await Scene.HasAddressAsync(Backup.Node))
            {
                (Master, Backup) = (Backup, Master);
            }

            return await Scene.IsEverywhereAtAsync(Master.Node);
        },
        Networked.Patience, $"{when}: not one node with the address and all routes");

    /// <summary>Starts the service of a node, whose network is a new one.</summary>
    public void AnswerAgain(OverlayLabNode node)
    {
        if (_responders.Remove(node.Name, out var old))
        {
            old.Dispose();
        }

        _responders.Add(node.Name, Scene.Answer(node));
    }

    /// <summary>Waits until something is so, and fails with all there is to know when it does not become so.</summary>
    public async Task RequireAsync(Func<Task<bool>> isSo, TimeSpan within, string otherwise)
    {
        if (!await Scene.UntilAsync(isSo, within))
        {
            var routes = await Scene.RoutesAsync();
            Assert.Fail(Describe(otherwise) + "\n--- route tables\n" + string.Join('\n', routes));
        }
    }

    public string Describe(string problem) => $"{problem}\nThe last to answer was {Probe.Last?.Name ?? "nobody"}.\n{Master.Log}\n{Backup.Log}";

    public async ValueTask DisposeAsync()
    {
        Probe.Dispose();
        foreach (var responder in _responders.Values)
        {
            responder.Dispose();
        }

        await Scene.DisposeAsync();
        Master.Dispose();
        Backup.Dispose();
    }
}
