using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover.Watching;

/// <summary>
/// Watches the nodes of an overlay address and moves its routes when the target fails: for places where no cluster manager does.
/// Several may watch the same address: each compares before it moves, and takes over what another one has done.
/// </summary>
public sealed class TargetWatcher
{
    // An answer that takes longer than this is not waited for: the probes must go on.
    private static readonly TimeSpan ApiTime = TimeSpan.FromSeconds(10);

    private readonly Ec2Connection _connection;
    private readonly WatchOptions _options;
    private readonly IWatchAudience _audience;
    private readonly WatchedNodes _nodes;
    private readonly ProbeRound _round;
    private readonly RouteMover _mover;
    private readonly WatchReporter _reporter;
    private readonly long _started;
    private TargetWatch _watch;
    private IReadOnlyList<RouteSighting> _routes = [];
    private WatchMove? _declined;

    /// <summary>Prepares a watch.</summary>
    /// <param name="connection">The way to EC2.</param>
    /// <param name="options">What is watched, and how.</param>
    /// <param name="audience">Who follows it.</param>
    /// <param name="observer">Told the details of switches.</param>
    public TargetWatcher(Ec2Connection connection, WatchOptions options, IWatchAudience audience, IOperationObserver observer)
    {
        (_connection, _options, _audience) = (connection, options, audience);
        _nodes = new WatchedNodes(connection, options);
        _round = new ProbeRound(options, connection.Time);
        _mover = new RouteMover(connection, options, _nodes, audience, observer);
        _reporter = new WatchReporter(connection, options, _nodes, audience);
        _started = connection.Time.GetTimestamp();
        _watch = NewWatch();
    }

    private TimeSpan Now => _connection.Time.GetElapsedTime(_started);

    /// <summary>Watches until it is stopped, or with <see cref="WatchOptions.Once"/> until it has decided.</summary>
    /// <param name="cancellationToken">Stops at the next await; nothing is thrown for that.</param>
    /// <exception cref="OverlayIpException">It cannot be watched: a candidate or every route is missing, a call is denied, a probe cannot be made.</exception>
    public async Task<WatchEnd> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StartAsync(cancellationToken);
            for (var rounds = 1; ; rounds++)
            {
                var began = Now;
                await LookAsync(cancellationToken);
                var move = _watch.Decide(Now);
                _reporter.Tell(_watch.TakeFindings());
                if (move is null)
                    _declined = null;
                var isLast = _options.Once && (move is not null || rounds >= _options.Rise + _options.Fall || IsKnown());
                if (move is null || move.IsSameAs(_declined))
                {
                    if (isLast)
                        _reporter.TellKept(_watch.Target, Conclude());
                }
                else
                {
                    var result = await MoveAsync(move, cancellationToken);
                    if (result.Executions.Any(e => e.Cancelled))
                        return new WatchEnd { Interrupted = result.Executions };
                }

                if (isLast)
                    return new WatchEnd();

                _audience.Show(Describe());
                await Task.Delay(Pause(began), _connection.Time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new WatchEnd();
        }
    }

    // What is wrong from the start is an error at once; an API that is down for the moment is waited for, or a watch that starts at
    // boot would not survive what it is there to survive.
    private async Task StartAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await _nodes.ResolveCandidatesAsync(cancellationToken);
                _watch = NewWatch();
                if ((await ReadAsync(cancellationToken)).Count == 0)
                    throw RouteGuards.NoRoute(_options.Destination, new RouteScope { VpcId = _nodes.VpcId });
                return;
            }
            catch (OverlayIpException e) when (MayPass(e) && !_options.Once)
            {
                _reporter.TellApi(e, null);
                await Task.Delay(Pause(Now), _connection.Time, cancellationToken);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var reading = SeeAsync(cancellationToken);
        var witnessed = _round.IsWitnessedAsync(cancellationToken);
        var isKnown = await reading;
        var targets = _routes.Select(r => r.NetworkInterfaceId).Distinct(StringComparer.Ordinal).ToList();
        if (isKnown)
            await MeetAsync(targets, cancellationToken);

        var answers = await _round.AskAsync(_nodes.ToProbe(targets), cancellationToken);
        _watch.Observe(answers, await witnessed, Now);
    }

    private async Task MeetAsync(List<string> targets, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(ApiTime, _connection.Time, cancellationToken);
        try
        {
            await Task.WhenAll(targets.Select(t => _nodes.MeetAsync(t, deadline.Token)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The next round looks again.
        }
    }

    // Once it has begun, a watch outlasts whatever keeps it from asking EC2: a policy that somebody is editing as well as an outage.
    private async Task<bool> SeeAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var deadline = new Deadline(ApiTime, _connection.Time, cancellationToken);
            _routes = await ReadAsync(deadline.Token);
            _reporter.TellApi(null, _watch.Target);
            _watch.See(_routes, Now);
            return true;
        }
        catch (OverlayIpException e) when (MayPass(e) || !_options.Once)
        {
            _reporter.TellApi(e, _watch.Target);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _reporter.TellApi(new OverlayIpException("RequestTimedOut", OverlayErrorKind.Timeout, "EC2 did not answer in time."), _watch.Target);
        }

        _watch.See(null, Now);
        return false;
    }

    private async Task<IReadOnlyList<RouteSighting>> ReadAsync(CancellationToken cancellationToken)
    {
        var query = new RouteQuery
        {
            Destinations = [_options.Destination],
            RouteTableIds = _options.Scope.RouteTableIds,
            VpcIds = _nodes.VpcId is { } vpc ? [vpc] : [],
        };
        var routes = new List<RouteSighting>();
        await foreach (var route in new RouteInventory(_connection).FindAsync(query, cancellationToken))
            routes.Add(new RouteSighting(route.RouteTableId, route.NetworkInterfaceId ?? "", route.State == RouteState.Blackhole));
        return routes;
    }

    private async Task<MoveResult> MoveAsync(WatchMove move, CancellationToken cancellationToken)
    {
        var result = await _mover.MoveAsync(move, _routes, cancellationToken);
        if (result.Executions.Any(e => e.Cancelled))
            return result;

        _declined = result.Declined ? move : null;
        if (result.Succeeded)
        {
            _watch.Moved(move.To, Now);
            _reporter.Tell(move, result);
            return result;
        }

        // Lost to another watch? Then its target is the one from now on, and nothing has failed.
        var before = _watch.Target;
        var isKnown = !result.Declined && await SeeAsync(cancellationToken);
        if (!result.WasOvertaken && !(isKnown && _watch.Target != before))
            _reporter.Tell(move, result);
        if (!result.Declined && !result.WasOvertaken && !result.FenceFailed)
            _watch.MoveFailed(move.To, Now);
        _reporter.Tell(_watch.TakeFindings());
        if (_options.Once && !result.Declined)
            _reporter.TellKept(_watch.Target, result.Error?.Message ?? Conclude());
        return result;
    }

    private TargetWatch NewWatch() => new(new WatchRules
    {
        Candidates = _nodes.Candidates,
        Rise = _options.Rise,
        Fall = _options.Fall,

        // A watch that looks once remembers nothing that could be held down.
        HoldDown = _options.Once ? TimeSpan.Zero : _options.HoldDown,
        FailBack = _options.FailBack,
    });

    private bool IsKnown() => _nodes.Candidates.Append(_watch.Target ?? "").All(id => _watch.StateOf(id).Healthy is not null);

    private string Conclude() => _watch switch
    {
        { IsCutOff: true } => "This machine is cut off, so nothing was decided.",
        { Target: null } => "Where the routes point to could not be told.",
        _ when _watch.StateOf(_watch.Target) is { Healthy: true } => $"{_nodes.Call(_watch.Target)} is healthy.",
        _ when _watch.StateOf(_watch.Target) is { Healthy: null } => $"{_nodes.Call(_watch.Target)} neither passed nor failed often enough in a row.",
        _ => $"{_nodes.Call(_watch.Target)} has failed, and the routes were not moved.",
    };

    private string Describe()
    {
        var nodes = _nodes.Candidates.Union(string.IsNullOrEmpty(_watch.Target) ? [] : [_watch.Target], StringComparer.Ordinal).Select(id =>
        {
            var (healthy, detail) = _watch.StateOf(id);
            var state = healthy switch { true => "healthy", false => "failed", _ => "unknown" };
            return $"{_nodes.Call(id)}{(id == _watch.Target ? " (target)" : "")} {state} ({detail})";
        });
        return (_watch.IsCutOff ? "cut off; " : "") + string.Join(", ", nodes);
    }

    private TimeSpan Pause(TimeSpan began)
    {
        var pause = _options.Interval + (_options.Jitter * Random.Shared.NextDouble()) - (Now - began);
        return Durations.Longer(pause, TimeSpan.Zero);
    }

    // EndpointUnreachable is fatal for a command, and a passing thing for a watch.
    private static bool MayPass(OverlayIpException e) =>
        e.Kind is OverlayErrorKind.Unavailable or OverlayErrorKind.Timeout || e.ErrorId is "RequestLimitExceeded" or "CredentialsExpired";
}
