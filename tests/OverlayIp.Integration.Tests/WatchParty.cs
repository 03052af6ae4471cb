using System.Collections.Concurrent;
using OverlayIp.Engine;
using OverlayIp.Engine.Failover.Watching;

namespace OverlayIp.Integration.Tests;

/// <summary>A watch that runs beside a test, with a probe that says what the test wants.</summary>
internal sealed class WatchParty : IWatchAudience, IHealthProbe, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, bool> _ill;
    private Task<WatchEnd> _running = Task.FromResult(new WatchEnd());
    private int _rounds;

    private WatchParty(ConcurrentDictionary<string, bool> ill) => _ill = ill;

    public ConcurrentQueue<OverlayHealthEvent> Told { get; } = new();

    public int Rounds => Volatile.Read(ref _rounds);

    public string Kinds => string.Join(' ', Told.Select(e => e.Kind));

    /// <summary>Starts a watch.</summary>
    /// <param name="scene">The lab.</param>
    /// <param name="candidates">The network interfaces of the candidates.</param>
    /// <param name="ill">Those that fail their probes; tests change it while the watch runs.</param>
    /// <param name="byStatus">True asks EC2 for the status checks instead.</param>
    public static WatchParty Start(LabScene scene, IEnumerable<string> candidates, ConcurrentDictionary<string, bool>? ill = null, bool byStatus = false)
    {
        var party = new WatchParty(ill ?? []);
        var options = new WatchOptions
        {
            Destination = LabScene.Destination,
            Scope = new() { RouteTableIds = scene.Tables },
            Candidates = [.. candidates.Select(RouteTarget.NetworkInterface)],
            Probes = [byStatus ? new InstanceStatusProbe(scene.Connection) : party],
            Interval = TimeSpan.FromMilliseconds(20),
            Jitter = TimeSpan.FromMilliseconds(5),
            Timeout = TimeSpan.FromSeconds(10),
            HoldDown = TimeSpan.FromMilliseconds(100),
        };
        party._running = Task.Run(() => new TargetWatcher(scene.Connection, options, party, SilentObserver.Instance).RunAsync(party._stop.Token));
        return party;
    }

    public void Tell(OverlayHealthEvent happened) => Told.Enqueue(happened);

    public void Show(string status) => Interlocked.Increment(ref _rounds);

    public Task<bool> AllowAsync(string target, string action, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<ProbeAnswer> ProbeAsync(OverlayWatchedNode node, CancellationToken cancellationToken) =>
        Task.FromResult(_ill.ContainsKey(node.NetworkInterfaceId) ? ProbeAnswer.Failed("ill") : ProbeAnswer.Passed("well"));

    /// <summary>Waits until something is so; fails with what the watch told when it does not become so.</summary>
    public async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await isSo())
        {
            Assert.False(_running.IsFaulted, $"The watch has ended: {_running.Exception}");
            Assert.False(time.IsCancellationRequested, $"{what} did not come about. Told: {Kinds}");
            await Task.Delay(10);
        }
    }

    public Task UntilToldAsync(OverlayHealthEventKind kind) => UntilAsync(() => Task.FromResult(Told.Any(e => e.Kind == kind)), $"{kind}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}
