using System.Collections.Concurrent;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Failover;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Integration.Tests;

/// <summary>A lab whose address is on node A, and the resident failover of a node in this process.</summary>
internal sealed class ResidentScene : IAsyncDisposable, IResidentJournal
{
    private readonly string _locks = Path.Combine(Path.GetTempPath(), $"overlayip-{Guid.NewGuid():N}");
    private readonly ConcurrentQueue<ResidentEvent> _journal = new();

    private ResidentScene(LabScene scene, OverlayLabNode node, FailoverConfiguration configuration, TimeProvider clock)
    {
        Lab = scene;
        var identity = new NodeIdentity { InstanceId = node.InstanceId, NetworkInterfaceId = node.NetworkInterfaceId, VpcId = node.VpcId };
        var warm = new WarmNode(new NamedNodeLocator(identity), (_, stop) => Ec2ConnectionFactory.OpenAsync(LabScene.SettingsFor(scene.Lab.Lab), stop), null, clock);
        Failover = new ResidentFailover(configuration with { LockDirectory = _locks }, warm, this, Metrics, clock);
        Failover.Start();
    }

    public LabScene Lab { get; }

    public ResidentMetrics Metrics { get; } = new(TimeProvider.System);

    public ResidentFailover Failover { get; }

    public bool KeepsJournal { get; set; } = true;

    /// <summary>Called with each line, on the thread that writes it: a test can hold that up.</summary>
    public Action<ResidentEvent>? Writing { get; set; }

    public IReadOnlyCollection<ResidentEvent> Journal => _journal;

    /// <summary>Starts it and waits until it is warm.</summary>
    /// <param name="configuration">How it is to work; route set and locks are this scene's own.</param>
    /// <param name="clock">What it looks and waits by, or null for the system's clock.</param>
    public static async Task<ResidentScene> StartAsync(FailoverConfiguration? configuration = null, TimeProvider? clock = null)
    {
        var lab = await LabScene.StartAsync();
        var sets = (RouteSet[])[new RouteSet { Destination = LabScene.Destination, Scope = new() { RouteTableIds = lab.Tables }, VrrpInstance = "VI_1" }];
        var scene = new ResidentScene(lab, lab.B, (configuration ?? new FailoverConfiguration()) with { RouteSets = sets }, clock ?? TimeProvider.System);
        await scene.UntilAsync(() => scene._journal.Any(e => e.Name == "ready"));
        lab.Server.ClearCalls();
        return scene;
    }

    public void Hear(string state) => Failover.Hear($"INSTANCE \"VI_1\" {state} 100");

    public Task UntilAtAsync(string nodes) => UntilAsync(() => Lab.Nodes() == nodes);

    public Task UntilAsync(Func<bool> isSo) => Until.TrueAsync(isSo, instead: () => $"The tables are at {Lab.Nodes()}.\n{Describe()}");

    /// <summary>Moves the address behind its back, as another node would.</summary>
    public async Task MoveAsync(string networkInterfaceId)
    {
        foreach (var table in Lab.Tables)
            await Lab.Lab.DoAsync("ReplaceRoute", ("RouteTableId", table), ("DestinationCidrBlock", LabScene.Address), ("NetworkInterfaceId", networkInterfaceId));
    }

    public void Write(ResidentEvent happened)
    {
        Writing?.Invoke(happened);
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
