namespace OverlayIp.Engine.Failover.Watching;

/// <summary>
/// Judges: which nodes are healthy, and whether the routes are to be moved. It is told what was seen and what time it is, as the
/// time since the watch began, and does nothing by itself.
/// </summary>
/// <param name="rules">How to judge.</param>
public sealed class TargetWatch(WatchRules rules)
{
    private readonly Dictionary<string, NodeHealth> _nodes = new(StringComparer.Ordinal);
    private readonly List<WatchFinding> _findings = [];
    private readonly HashSet<OverlayHealthEventKind> _told = [];
    private IReadOnlyList<RouteSighting>? _routes;
    private TimeSpan? _movedAt;
    private int _dividedRounds;
    private bool _cutOff;

    /// <summary>The network interface that the routes point to: null before it is known, empty when it is gone.</summary>
    public string? Target { get; private set; }

    /// <summary>True when the watch is cut off.</summary>
    public bool IsCutOff => _cutOff;

    /// <summary>What has been found since this was asked last.</summary>
    public IReadOnlyList<WatchFinding> TakeFindings()
    {
        var findings = _findings.ToList();
        _findings.Clear();
        return findings;
    }

    /// <summary>Takes note of the routes.</summary>
    /// <param name="routes">The routes of all route tables; null when EC2 does not tell them, so that nothing can be decided.</param>
    /// <param name="now">The time since the watch began.</param>
    public void See(IReadOnlyList<RouteSighting>? routes, TimeSpan now)
    {
        _routes = routes;
        if (routes is null)
            return;

        if (!TellWhile(routes.Count == 0, OverlayHealthEventKind.RouteMissing, from: Target) && routes.Count > 0)
        {
            var hops = routes.Select(r => r.NetworkInterfaceId).Distinct(StringComparer.Ordinal).ToList();
            TellWhile(hops.Count > 1, OverlayHealthEventKind.Divided, detail: DescribeDivision());
            if (hops is [var only])
                Settle(only, now);
            else
                _dividedRounds++;
        }
    }

    /// <summary>Takes note of a round of probes.</summary>
    /// <param name="answers">The answers, by network interface.</param>
    /// <param name="witnessed">Whether the witnesses were within reach in this round; null when there are none.</param>
    /// <param name="now">The time since the watch began.</param>
    public void Observe(IReadOnlyDictionary<string, ProbeAnswer> answers, bool? witnessed, TimeSpan now)
    {
        // Whoever is cut off sees everybody fail. What was counted on the way into it and out of it is worth nothing either.
        var wasCutOff = _cutOff;
        _cutOff = witnessed == false;
        if (_cutOff != wasCutOff)
        {
            _findings.Add(new WatchFinding(_cutOff ? OverlayHealthEventKind.CutOff : OverlayHealthEventKind.Reconnected, To: Target));
            foreach (var node in _nodes.Values)
                node.StartCountingAnew();
        }

        if (_cutOff)
            return;

        foreach (var (id, answer) in answers)
            Count(id, answer, now);
        if (Target == "")
            Count("", ProbeAnswer.Failed("the network interface is gone"), now);
    }

    /// <summary>Decides whether the routes are to be moved.</summary>
    /// <param name="now">The time since the watch began.</param>
    public WatchMove? Decide(TimeSpan now)
    {
        var routes = _routes ?? [];
        if (_cutOff || routes.Count == 0)
            return null;

        var hops = routes.Select(r => r.NetworkInterfaceId).Distinct(StringComparer.Ordinal).ToList();
        return hops is [var target] ? DecideFor(target, now) : Reunite(routes, hops, now);
    }

    /// <summary>Takes note that the routes were moved by this watch.</summary>
    /// <param name="to">The network interface that they point to now.</param>
    /// <param name="now">The time since the watch began.</param>
    public void Moved(string to, TimeSpan now)
    {
        (Target, _movedAt, _dividedRounds) = (to, now, 0);
        _told.Clear();
    }

    /// <summary>Takes note that a node could not be made the target: others are tried before it for some time.</summary>
    /// <param name="to">Its network interface.</param>
    /// <param name="now">The time since the watch began.</param>
    public void MoveFailed(string to, TimeSpan now) => HealthOf(to).Bar(now);

    /// <summary>What a node counts as, and its last answer.</summary>
    /// <param name="networkInterfaceId">Its network interface.</param>
    public (bool? Healthy, string Detail) StateOf(string networkInterfaceId) =>
        _nodes.TryGetValue(networkInterfaceId, out var node) ? (node.Healthy, node.Detail) : (null, "not probed yet");

    private WatchMove? DecideFor(string target, TimeSpan now)
    {
        var health = HealthOf(target);
        if (!health.IsDown)
        {
            _told.Remove(OverlayHealthEventKind.HeldDown);
            _told.Remove(OverlayHealthEventKind.NoCandidate);
            return rules.FailBack && health.IsFit ? FailBack(target, now) : null;
        }

        var next = Choose(target, now);
        TellWhile(next is null, OverlayHealthEventKind.NoCandidate, target, from: target, detail: health.Detail);
        if (next is null)
            return null;

        return TellWhile(IsHeld(now), OverlayHealthEventKind.HeldDown, target, from: target, detail: $"The routes were moved {Seconds(now - _movedAt)} ago and stay for {Seconds(rules.HoldDown)}.")
            ? null
            : new WatchMove(OverlayHealthEventKind.Switched, next, [target], [target]);
    }

    private WatchMove? FailBack(string target, TimeSpan now)
    {
        // A node that is no candidate was made the target by a person, who will move it on.
        var preferred = rules.Candidates.TakeWhile(id => id != target).ToList();
        return preferred.Count == rules.Candidates.Count || IsHeld(now)
            ? null
            : preferred.Find(id => HealthOf(id).IsSteady(now) && HealthOf(id).IsHealthyFor(rules.HoldDown, now)) is { } better
                ? new WatchMove(OverlayHealthEventKind.FailedBack, better, [target], [])
                : null;
    }

    // Another's switch may be under way, so what is divided is left alone for as many rounds as a node needs to fail. After that
    // every watch comes to the same result, whatever its order of candidates: or two of them would go on dividing for ever.
    private WatchMove? Reunite(IReadOnlyList<RouteSighting> routes, List<string> hops, TimeSpan now)
    {
        if (_dividedRounds < rules.Fall)
            return null;

        var best = routes.GroupBy(r => r.NetworkInterfaceId, StringComparer.Ordinal)
            .Where(g => g.Key.Length > 0 && HealthOf(g.Key).IsFit)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.Key)
            .FirstOrDefault() ?? (hops.TrueForAll(h => HealthOf(h).IsDown) ? Choose("", now) : null);
        var others = hops.Where(h => h != best).Order(StringComparer.Ordinal).ToList();
        return best is null ? null : new WatchMove(OverlayHealthEventKind.Reunited, best, others, others.FindAll(h => HealthOf(h).IsDown));
    }

    private string? Choose(string target, TimeSpan now)
    {
        var fit = rules.Candidates.Where(id => id != target && HealthOf(id).IsFit).ToList();
        return fit.Find(id => HealthOf(id).IsSteady(now)) ?? fit.Find(id => !HealthOf(id).IsFlapping) ?? fit.FirstOrDefault();
    }

    private void Settle(string target, TimeSpan now)
    {
        _dividedRounds = 0;
        if (Target == target)
            return;

        if (Target is null)
        {
            _findings.Add(new WatchFinding(OverlayHealthEventKind.Watching, target, To: target));
        }
        else
        {
            _findings.Add(new WatchFinding(OverlayHealthEventKind.Adopted, target, From: Target, To: target));
            _movedAt = now;
        }

        Target = target;
    }

    private void Count(string id, ProbeAnswer answer, TimeSpan now)
    {
        // EC2 knows that the instance does not run, whatever still answers at its address.
        if (answer.Verdict != ProbeVerdict.Failed && _routes?.Any(r => r.NetworkInterfaceId == id && r.IsBlackhole) == true)
            answer = ProbeAnswer.Failed("its routes are blackholes: the instance does not run");

        var node = HealthOf(id);
        if (!node.Observe(answer, now))
            return;

        _findings.Add(new WatchFinding(node.Healthy == true ? OverlayHealthEventKind.Healthy : OverlayHealthEventKind.Unhealthy, id, To: Target, Detail: node.Detail));
        if (node is { Healthy: false, IsFlapping: true })
            _findings.Add(new WatchFinding(OverlayHealthEventKind.Flapping, id, To: Target, Detail: $"It is chosen last until it has been healthy for {Seconds(node.Probation)}."));
    }

    // Tells once when something begins to be so; answers whether it is.
    private bool TellWhile(bool isSo, OverlayHealthEventKind kind, string? node = null, string? from = null, string? detail = null)
    {
        if (!isSo)
            _told.Remove(kind);
        else if (_told.Add(kind))
            _findings.Add(new WatchFinding(kind, node, from, To: kind == OverlayHealthEventKind.RouteMissing ? null : Target, detail));
        return isSo;
    }

    private bool IsHeld(TimeSpan now) => _movedAt is { } moved && now - moved < rules.HoldDown;

    private string DescribeDivision() =>
        string.Join(", ", _routes!.GroupBy(r => r.NetworkInterfaceId, StringComparer.Ordinal).Select(g => $"{g.Count()} to {(g.Key.Length == 0 ? "nothing that still exists" : g.Key)}"));

    private NodeHealth HealthOf(string id)
    {
        if (!_nodes.TryGetValue(id, out var node))
            _nodes.Add(id, node = new NodeHealth(rules));
        return node;
    }

    private static string Seconds(TimeSpan? span) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{span?.TotalSeconds:0.#} s");
}
