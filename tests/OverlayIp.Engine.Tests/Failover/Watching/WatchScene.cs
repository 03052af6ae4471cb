using OverlayIp.Engine.Failover.Watching;
using OverlayIp.Engine.Tests.Fakes;
using OverlayIp.Engine.Tests.Routing;

namespace OverlayIp.Engine.Tests.Failover.Watching;

/// <summary>Three nodes, the address at the first, and a watch over them on a virtual clock.</summary>
internal sealed class WatchScene : IDisposable
{
    public const string NodeC = "i-0000000c";
    public const string EniC = "eni-0000000c";

    public WatchScene(bool allows = true, int tables = 2)
    {
        Routes = new RouteScene(tables);
        Ec2.AddInstance(NodeC, RouteScene.Vpc, "running", EniC);
        foreach (var (index, eni) in Ec2.Interfaces.Index())
            eni.PrivateIpAddress = $"10.0.0.{index + 10}";
        Follower = new Follower { Allows = allows };
        Options = new WatchOptions
        {
            Destination = RouteScene.Destination,
            Candidates = [RouteTarget.Instance(RouteScene.NodeA), RouteTarget.Instance(RouteScene.NodeB), RouteTarget.NetworkInterface(EniC)],
            Probes = [Probe],
            Interval = TimeSpan.FromSeconds(5),
            HoldDown = TimeSpan.FromSeconds(30),
        };
    }

    public RouteScene Routes { get; }

    public FakeEc2 Ec2 => Routes.Ec2;

    public ScriptedProbe Probe { get; } = new();

    public Follower Follower { get; }

    public WatchOptions Options { get; set; }

    public TimeSpan Elapsed => Ec2.Clock.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What was told after the first looks around.</summary>
    public string Kinds => string.Join(' ', Follower.Told.Where(e => e.Kind is not (OverlayHealthEventKind.Watching or OverlayHealthEventKind.Healthy)).Select(e => e.Kind));

    public WatchEnd Watch() =>
        VirtualTime.Run(Ec2.Clock, () => new TargetWatcher(Ec2.Connect(), Options, Follower, SilentObserver.Instance).RunAsync(Follower.Enough));

    /// <summary>Watches for so many rounds, with something that happens after each.</summary>
    public WatchEnd Watch(int rounds, Action<int>? after = null)
    {
        Follower.OnRound = round =>
        {
            after?.Invoke(round);
            if (round >= rounds)
                Follower.Stop();
        };
        return Watch();
    }

    public OverlayHealthEvent The(OverlayHealthEventKind kind) => Assert.Single(Follower.Told, e => e.Kind == kind);

    public void Dispose() => Follower.Dispose();
}
