using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover;

/// <summary>
/// One route set of a resident agent: a loop that carries out the last wish in its mailbox, keeps the plan warm and looks after the
/// routes while this node is the master. However many events come, there is one wish, one takeover, one plan.
/// </summary>
internal sealed class ResidentRouteSet
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KeepWarm = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ShortestAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestRefresh = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly RouteSet _set;
    private readonly ResidentSurroundings _around;
    private readonly MasterTenure _tenure;
    private readonly JournalObserver _observer;
    private readonly ResidentMailbox _mailbox;

    private WarmRouteSet? _warm;
    private bool _isRehearsed;
    private long _prepared;
    private string? _lacking;
    private bool _isUnfinished;
    private DateTimeOffset _wished;
    private string? _trouble;
    private TimeSpan _retry = FirstRetry;

    public ResidentRouteSet(RouteSet set, ResidentSurroundings around)
    {
        (_set, _around) = (set, around);
        _tenure = new MasterTenure(around.Time, around.Configuration.Reassert, around.Configuration.ReassertAfter);
        _observer = new JournalObserver(around.Journal, set.Destination.ToString());
        _mailbox = new ResidentMailbox(around.Time, () => _tenure.IsMaster && !_isUnfinished);
    }

    public RouteSet Set => _set;

    /// <summary>Where it stands.</summary>
    public ResidentStatus Status
    {
        get
        {
            lock (_gate)
            {
                return new ResidentStatus
                {
                    Set = _set,
                    IsMaster = _tenure.IsMaster,
                    HasYielded = _tenure.HasYielded,
                    IsUnfinished = _isUnfinished,
                    Reading = _warm,
                    ReadingAge = _warm is null ? null : _around.Time.GetElapsedTime(_warm.ReadAt),
                };
            }
        }
    }

    /// <summary>Leaves a wish. One that nobody has begun with is replaced; work that it makes pointless is stopped.</summary>
    public ResidentWish Post(ResidentAction action, string source)
    {
        var wish = new ResidentWish(action, source, _around.Time.GetUtcNow());
        _mailbox.Post(wish)?.Supersede(_set);
        return wish;
    }

    /// <summary>Works until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // The first look makes the plan.
        var pause = TimeSpan.Zero;
        while (!cancellationToken.IsCancellationRequested)
        {
            var wish = await _mailbox.NextAsync(pause, cancellationToken);
            if (cancellationToken.IsCancellationRequested)
                break;

            if (wish is null)
                await (_isUnfinished ? TakeAsync(null, cancellationToken) : LookAsync(cancellationToken));
            else
                await CarryOutAsync(wish, cancellationToken);

            pause = _isUnfinished || _trouble is not null ? _retry : _tenure.NextLook;
        }

        _mailbox.Unread?.Supersede(_set);
    }

    private async Task CarryOutAsync(ResidentWish wish, CancellationToken cancellationToken)
    {
        switch (wish.Action)
        {
            case ResidentAction.BecomeMaster when _tenure.IsMaster && !_isUnfinished && _warm is not null:
                // Said again: VRRP is sure of it. Only what is not here is taken, and looked for once a second at most.
                _tenure.Speak();
                wish.Complete(_around.Time.GetElapsedTime(_warm.ReadAt) < ShortestAge
                    ? new RouteSetTakeover { Set = _set, Node = _warm.Node, Plan = _warm.Plan }
                    : await LookAsync(cancellationToken));
                break;
            case ResidentAction.BecomeMaster:
                _tenure.Speak();
                await TakeAsync(wish, cancellationToken);
                break;
            case ResidentAction.TakeOver:
                await TakeAsync(wish, cancellationToken);
                break;
            default:
                if (wish.Action == ResidentAction.GiveUp || _tenure.IsMaster)
                    _tenure.End();

                _isUnfinished = false;
                wish.Complete(await ReleaseAsync(wish, cancellationToken));
                break;
        }
    }

    private async Task TakeAsync(ResidentWish? wish, CancellationToken cancellationToken)
    {
        _wished = wish?.At ?? _wished;
        var started = _around.Time.GetTimestamp();
        var result = await _mailbox.WorkAsync(isTaking: true, stop => TakeOnceAsync(wish is null ? null : _warm, stop), cancellationToken);
        var elapsed = _around.Time.GetElapsedTime(started);
        wish?.Complete(result);
        if (cancellationToken.IsCancellationRequested)
            return;

        if (wish is { Action: ResidentAction.BecomeMaster })
            _tenure.TakenOver();

        Keep(result);

        // What EC2 had accepted and another node has moved since is for the tenure to judge, at the next look.
        var isMoved = result.Error is null && result.Execution is { } execution && execution.Reports.All(r => r.Error is null or { ErrorId: "RouteNotVerified", Kind: OverlayErrorKind.Timeout });
        _isUnfinished = _tenure.IsMaster && !result.Succeeded && !result.Cancelled && !isMoved && result.Error is not { ErrorId: "Superseded" };
        _retry = result.Succeeded || wish is not null ? FirstRetry : Durations.Shorter(_retry * 2, LongestRetry);
        if (result.Succeeded)
            _trouble = null;

        _around.Metrics.Taken(_set, result, elapsed);
        Tell(result, wish?.Source ?? "retry", elapsed);
    }

    private async Task<RouteSetTakeover> TakeOnceAsync(WarmRouteSet? warm, CancellationToken cancellationToken)
    {
        DestinationLock? held = null;
        try
        {
            held = await _around.LockAsync(_set.Destination, "takeover", _wished, _observer, cancellationToken);
            return await _around.Node.TakeOverAsync(_set, warm, _around.Configuration.Timeout, _observer, held.ConfirmAsync, _mailbox.IsWishedAgain, cancellationToken);
        }
        catch (OverlayIpException e)
        {
            return new RouteSetTakeover { Set = _set, Error = e };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new RouteSetTakeover { Set = _set, Cancelled = true };
        }
        finally
        {
            held?.Dispose();
        }
    }

    // What was just read back is the newest there is.
    private void Keep(RouteSetTakeover result)
    {
        if (result is not { Succeeded: true, Node: { } node, Execution: { } execution })
            return;

        var steps = execution.Reports.Select(r => r.Step with
        {
            Action = RouteStepAction.None,
            PreviousRoute = r.Route ?? r.Step.PreviousRoute,
            Previous = execution.Plan.Target!.Hop,
        });
        lock (_gate)
            _warm = new WarmRouteSet { Set = _set, Node = node, Plan = execution.Plan with { Steps = [.. steps] }, ReadAt = _around.Time.GetTimestamp() };
    }

    private async Task<RouteSetTakeover> LookAsync(CancellationToken cancellationToken)
    {
        var result = await _mailbox.WorkAsync(isTaking: false, ReadAsync, cancellationToken);
        if (result.Cancelled || cancellationToken.IsCancellationRequested)
            return result;

        if (result.Error is { } error)
        {
            // Said once for each trouble: an outage of an hour is one line.
            if (_trouble != error.ErrorId)
                _around.Journal.Write(Line(ResidentLevel.Warning, "refresh", $"The plan could not be refreshed, the last one is kept: {error.Message}") with { ErrorId = error.ErrorId });

            _retry = _trouble == error.ErrorId && _retry * 2 < LongestRetry ? _retry * 2 : _retry;
            _retry = Durations.Longer(_retry, ShortestRefresh);
            _trouble = error.ErrorId;
            _around.Metrics.Failed(error.ErrorId);
            return result;
        }

        if (_trouble is not null)
            _around.Journal.Write(Line(ResidentLevel.Notice, "refresh", "The plan is refreshed again."));

        (_trouble, _retry) = (null, FirstRetry);
        var warm = _warm!;
        _around.Metrics.Read(_set, warm);
        switch (_tenure.Judge(warm.IsHere, warm.IsSplit))
        {
            case TenureVerdict.Retake:
                _around.Journal.Write(Line(ResidentLevel.Warning, "moved", $"Somebody has moved {_set.Destination} to {string.Join(", ", warm.Targets)} though VRRP says that this node is the master: taking it again."));
                _tenure.Retaken();
                _around.Metrics.Reasserted(_set);
                _wished = _around.Time.GetUtcNow();
                await TakeAsync(null, cancellationToken);
                break;
            case TenureVerdict.Yield:
                _around.Journal.Write(Line(ResidentLevel.Warning, "yield", $"{_set.Destination} points to {string.Join(", ", warm.Targets)} and is left there until VRRP says something new{(_around.Configuration.Reassert ? ": somebody insists" : " (reassert is off)")}."));
                break;
        }

        return result;
    }

    private async Task<RouteSetTakeover> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var warm = await _around.Node.PlanAsync(_set, cancellationToken);
            lock (_gate)
                _warm = warm;

            await PrepareAsync(warm, cancellationToken);
            return new RouteSetTakeover { Set = _set, Node = warm.Node, Plan = warm.Plan };
        }
        catch (OverlayIpException e)
        {
            return new RouteSetTakeover { Set = _set, Error = e };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new RouteSetTakeover { Set = _set, Cancelled = true };
        }
    }

    // Whatever comes of it, the plan is good.
    private async Task PrepareAsync(WarmRouteSet warm, CancellationToken cancellationToken)
    {
        if (_isRehearsed && _around.Time.GetElapsedTime(_prepared) < KeepWarm)
            return;

        try
        {
            if (_isRehearsed)
                await _around.Node.KeepWarmAsync(warm, cancellationToken);
            else
                await _around.Node.RehearseAsync(warm, cancellationToken);

            if (!_isRehearsed)
                _around.Journal.Write(Line(ResidentLevel.Info, "ready", $"{warm.Plan.Steps.Count} route table(s) point to {string.Join(", ", warm.Targets)}; this node is {warm.Plan.Target}."));

            _isRehearsed = true;
        }
        catch (OverlayIpException e)
        {
            // A permission that is missing will be missing in a failover.
            if (_lacking != e.ErrorId)
                _around.Journal.Write(Line(ResidentLevel.Warning, "rehearsal", $"A takeover would fail now: {e.Message}") with { ErrorId = e.ErrorId });

            _lacking = e.ErrorId;
            _around.Metrics.Failed(e.ErrorId);
        }

        _prepared = _around.Time.GetTimestamp();
    }

    private async Task<RouteSetTakeover> ReleaseAsync(ResidentWish wish, CancellationToken cancellationToken)
    {
        var result = await _mailbox.WorkAsync(isTaking: false, async stop =>
        {
            try
            {
                using var held = await _around.LockAsync(_set.Destination, "release", wish.At, _observer, stop);
                var removed = _set.Address is { } address
                    ? await _around.Node.Addresses.RemoveAsync(_set.Destination.Cidr!, address.InterfaceName, stop)
                    : null;
                return new RouteSetTakeover { Set = _set, Address = removed };
            }
            catch (OverlayIpException e)
            {
                return new RouteSetTakeover { Set = _set, Error = e };
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return new RouteSetTakeover { Set = _set, Cancelled = true };
            }
        }, cancellationToken);
        _around.Metrics.Released(_set, result);
        _around.Journal.Write(result.Error is { } error
            ? Line(ResidentLevel.Error, "release", $"{wish.Source}: {error.Message}") with { ErrorId = error.ErrorId }
            : Line(ResidentLevel.Notice, "release", $"{wish.Source}: {(result.Address is { Changed: true } a ? $"{a.Address} was removed from {a.InterfaceName}" : "nothing to remove")}; the routes are the other node's to take."));
        return result;
    }

    private void Tell(RouteSetTakeover result, string source, TimeSpan elapsed)
    {
        if (result.Succeeded)
        {
            var reports = result.Execution!.Reports;
            var from = string.Join(", ", reports.Select(r => r.Step.PreviousRoute?.InstanceId ?? r.Step.Previous?.Id ?? "none").Distinct(StringComparer.Ordinal));
            _around.Journal.Write(Line(ResidentLevel.Notice, "takeover", $"{source}: {reports.Count} route table(s) now point to {result.Execution.Plan.Target}, and were at {from} when last read.") with { Elapsed = elapsed });
            return;
        }

        if (result.Cancelled)
        {
            _around.Journal.Write(Line(ResidentLevel.Notice, "takeover", $"{source}: stopped by a newer event.") with { Elapsed = elapsed, ErrorId = "Superseded" });
            return;
        }

        var errors = result.Error is { } error ? [error] : result.Execution?.Reports.Where(r => r.Error is not null).Select(r => r.Error!).ToList() ?? [];
        foreach (var problem in errors.DistinctBy(e => (e.ErrorId, e.Subject)))
        {
            var next = _isUnfinished ? $" Trying again in {_retry.TotalSeconds:0} s." : "";
            _around.Journal.Write(Line(ResidentLevel.Error, "takeover", $"{source}: {problem.Message}{next}") with { ErrorId = problem.ErrorId, Elapsed = elapsed });
        }
    }

    private ResidentEvent Line(ResidentLevel level, string name, string message) => new(level, name, message) { Destination = _set.Destination.ToString() };
}
