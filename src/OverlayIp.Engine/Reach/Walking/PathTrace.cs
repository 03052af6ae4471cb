using OverlayIp.Engine.Reach.Facts;

namespace OverlayIp.Engine.Reach.Walking;

/// <summary>What a walk writes down: its hops, and the facts that it lacks.</summary>
internal sealed class PathTrace
{
    private readonly List<OverlayPathHop> _hops = [];
    private readonly HashSet<ReachNeed> _needs = [];

    public IReadOnlyList<OverlayPathHop> Hops => _hops;

    public IReadOnlySet<ReachNeed> Needs => _needs;

    public OverlayPathDirection Direction { get; set; }

    /// <summary>Says that a fact is lacking.</summary>
    public Verdict Ask(ReachNeedKind kind, string id)
    {
        _needs.Add(new ReachNeed(kind, id));
        return Verdict.Pending;
    }

    /// <summary>Adds a hop that the packets get past. One that several zones share is written down once.</summary>
    public void Pass(OverlayPathHopKind kind, string id, string? name, string detail, string? route = null, string? nextHop = null) =>
        Add(kind, id, name, detail, route, nextHop, passes: true);

    /// <summary>Adds the hop that the packets do not get past.</summary>
    public Verdict Stop(OverlayPathHopKind kind, string id, string? name, string detail, Obstacle obstacle, string? route = null, string? nextHop = null)
    {
        Add(kind, id, name, detail, route, nextHop, passes: false);
        return Verdict.Stopped(obstacle);
    }

    private void Add(OverlayPathHopKind kind, string id, string? name, string detail, string? route, string? nextHop, bool passes)
    {
        var hop = new OverlayPathHop
        {
            Number = 0,
            Direction = Direction,
            Kind = kind,
            Id = id,
            Name = name,
            Route = route,
            NextHop = nextHop,
            Passes = passes,
            Detail = detail,
        };
        if (!_hops.Exists(h => h with { Number = 0 } == hop))
        {
            _hops.Add(hop with { Number = _hops.Count + 1 });
        }
    }
}
