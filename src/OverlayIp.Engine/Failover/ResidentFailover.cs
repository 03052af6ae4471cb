using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover;

/// <summary>
/// The resident mode: follows what VRRP says of each route set, with connection, credentials and plan warm, and carries out what
/// one-shot commands ask for. Only the latest event of a route set counts, and nothing grows with the number of events.
/// </summary>
public sealed class ResidentFailover : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ResidentSurroundings _around;
    private readonly List<ResidentRouteSet> _sets;
    private readonly List<Task> _loops = [];

    /// <summary>Makes it; nothing is done before <see cref="Start"/>.</summary>
    /// <param name="configuration">The route sets and what is told of them.</param>
    /// <param name="node">This node; it is disposed with this.</param>
    /// <param name="journal">Told what happens.</param>
    /// <param name="metrics">Counts what happens; it outlives this.</param>
    /// <param name="time">The clock.</param>
    public ResidentFailover(FailoverConfiguration configuration, WarmNode node, IResidentJournal journal, ResidentMetrics metrics, TimeProvider time)
    {
        _around = new ResidentSurroundings { Configuration = configuration, Node = node, Journal = journal, Metrics = metrics, Time = time };
        _sets = [.. configuration.RouteSets.Select(set => new ResidentRouteSet(set, _around))];
    }

    /// <summary>The configuration.</summary>
    public FailoverConfiguration Configuration => _around.Configuration;

    /// <summary>Where each route set stands.</summary>
    public IReadOnlyList<ResidentStatus> Status => [.. _sets.Select(s => s.Status)];

    /// <summary>Begins to work.</summary>
    public void Start() => _loops.AddRange(_sets.Select(set => Task.Run(() => set.RunAsync(_stop.Token))));

    /// <summary>Takes a line of keepalived's <c>notify_fifo</c>. Does not block.</summary>
    /// <param name="line">The line.</param>
    public void Hear(string line)
    {
        if (VrrpEvent.Parse(line) is { } heard)
            Post(heard);
    }

    /// <summary>Takes an event of keepalived. Does not block.</summary>
    /// <param name="heard">The event.</param>
    /// <returns>What becomes of the route sets that follow it, if nothing newer comes.</returns>
    public Task<IReadOnlyList<RouteSetTakeover>> Post(VrrpEvent heard)
    {
        _around.Metrics.Heard(heard);
        var following = _sets.Where(s => s.Set.VrrpInstance is null || s.Set.VrrpInstance == heard.Name).ToList();

        // Ten times a second, as long as two nodes think that they are the master.
        _around.Journal.Write(new ResidentEvent(
            heard.State == VrrpState.MasterReceivedLowerPriority ? ResidentLevel.Debug : ResidentLevel.Info,
            "vrrp", $"{heard}{(following.Count == 0 ? ": no route set follows it" : "")}"));
        return AllAsync(following, heard.IsMaster ? ResidentAction.BecomeMaster : ResidentAction.GiveUp, heard.ToString());
    }

    /// <summary>Does what a command asks for.</summary>
    /// <param name="action">What.</param>
    /// <param name="destinations">The destinations; none means all of the configuration.</param>
    /// <exception cref="OverlayIpException"><c>NotConfigured</c>: a destination is none of the configuration.</exception>
    public Task<IReadOnlyList<RouteSetTakeover>> RequestAsync(ResidentAction action, IReadOnlyList<RouteDestination> destinations) =>
        AllAsync(Choose(destinations), action, "command");

    /// <summary>Reads where the routes are, for a command.</summary>
    /// <param name="destinations">The destinations; none means all of the configuration.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException"><c>NotConfigured</c>: a destination is none of the configuration.</exception>
    public async Task<IReadOnlyList<RouteSetTakeover>> ReadAsync(IReadOnlyList<RouteDestination> destinations, CancellationToken cancellationToken) =>
        await Task.WhenAll(Choose(destinations).Select(async chosen =>
        {
            // Where the routes are, without anything that could refuse it.
            var set = chosen.Set with { Force = true, From = null };
            try
            {
                var warm = await _around.Node.PlanAsync(set, cancellationToken);
                return new RouteSetTakeover { Set = set, Node = warm.Node, Plan = warm.Plan, Address = await _around.Node.Addresses.FindAsync(set, cancellationToken) };
            }
            catch (OverlayIpException e)
            {
                return new RouteSetTakeover { Set = set, Error = e };
            }
        }));

    /// <summary>Begins where another has stopped: route sets of which VRRP has said master are taken over and kept.</summary>
    /// <param name="before">The other, which works no more.</param>
    public void Inherit(ResidentFailover before)
    {
        foreach (var status in before.Status)
        {
            if (_sets.Find(s => s.Set.Destination == status.Set.Destination) is not { } heir)
                _around.Metrics.Forget(status.Set);
            else if (status.IsMaster)
                heir.Post(ResidentAction.BecomeMaster, "reload");
        }
    }

    /// <summary>Stops at the next await, and waits for that.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_loops);
        _around.Node.Dispose();
        _stop.Dispose();
    }

    private List<ResidentRouteSet> Choose(IReadOnlyList<RouteDestination> destinations)
    {
        foreach (var destination in destinations)
        {
            if (!_sets.Exists(s => s.Set.Destination == destination))
            {
                throw new OverlayIpException("NotConfigured", OverlayErrorKind.NotFound, $"The agent's configuration has no route set for {destination}.")
                { Subject = destination.ToString() };
            }
        }

        return destinations.Count == 0 ? _sets : _sets.FindAll(s => destinations.Contains(s.Set.Destination));
    }

    private static async Task<IReadOnlyList<RouteSetTakeover>> AllAsync(List<ResidentRouteSet> sets, ResidentAction action, string source) =>
        await Task.WhenAll(sets.ConvertAll(set => set.Post(action, source).Done));
}
