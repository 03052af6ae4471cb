using System.Collections.Concurrent;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Failover;

namespace OverlayIp.Integration.Tests;

/// <summary>A lab whose address is on node A, and the resident failover of a node in this process.</summary>
internal sealed class ResidentScene : IAsyncDisposable, IResidentJournal
{
    private readonly string _locks = Path.Combine(Path.GetTempPath(), $"overlayip-{Guid.NewGuid():N}");
    private readonly ConcurrentQueue<ResidentEvent> _journal = new();

    private ResidentScene(LabScene scene, OverlayLabNode node, FailoverConfiguration configuration)
    {
        Lab = scene;
        var identity = new NodeIdentity { InstanceId = node.InstanceId, NetworkInterfaceId = node.NetworkInterfaceId, VpcId = node.VpcId };
        var warm = new WarmNode(new NamedNodeLocator(identity), (_, stop) => Ec2ConnectionFactory.OpenAsync(LabScene.SettingsFor(scene.Lab.Lab), stop), null, TimeProvider.System);
        Failover = new ResidentFailover(configuration with { LockDirectory = _locks }, warm, this, Metrics, TimeProvider.System);
        Failover.Start();
    }

    public LabScene Lab { get; }

    public ResidentMetrics Metrics { get; } = new(TimeProvider.System);

    public ResidentFailover Failover { get; }

    public bool KeepsJournal { get; set; } = true;

    public IReadOnlyCollection<ResidentEvent> Journal => _journal;

    /// <summary>Starts it and waits until it is warm.</summary>
    public static async Task<ResidentScene> StartAsync(FailoverConfiguration? configuration = null)
    {
        var lab = await LabScene.StartAsync();
        var sets = (RouteSet[])[new RouteSet { Destination = LabScene.Destination, Scope = new() { RouteTableIds = lab.Tables }, VrrpInstance = "VI_1" }];
        var scene = new ResidentScene(lab, lab.B, (configuration ?? new FailoverConfiguration()) with { RouteSets = sets });
        await scene.UntilAsync(() => scene._journal.Any(e => e.Name == "ready"));
        lab.Server.ClearCalls();
        return scene;
    }

    public void Hear(string state) => Failover.Hear($"INSTANCE \"VI_1\" {state} 100");

    public async Task UntilAtAsync(string nodes)
    {
        for (var tries = 0; Lab.Nodes() is var at && at != nodes; tries++)
        {
            Assert.True(tries < 3000, $"It is at {at}, not {nodes}.\n{Describe()}");
            await Task.Delay(10);
        }
    }

    public async Task UntilAsync(Func<bool> isSo)
    {
        for (var tries = 0; !isSo(); tries++)
        {
            Assert.True(tries < 3000, $"It did not come to that.\n{Describe()}");
            await Task.Delay(10);
        }
    }

    public void Write(ResidentEvent happened)
    {
        if (KeepsJournal)
            _journal.Enqueue(happened);
    }

    public async ValueTask DisposeAsync()
    {
        await Failover.DisposeAsync();
        await Lab.DisposeAsync();
        if (Directory.Exists(_locks))
            Directory.Delete(_locks, recursive: true);
    }

    private string Describe() => string.Join('\n', _journal);
}
