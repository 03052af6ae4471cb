namespace OverlayIp.Engine.Failover;

/// <summary>
/// The mailbox of a <see cref="ResidentRouteSet"/>: keeps the last wish only, and knows the work that is under way, so that one which makes it
/// pointless stops it. Anybody leaves wishes; one loop takes them out and works.
/// </summary>
/// <param name="time">The clock that it waits by.</param>
/// <param name="holds">Whether this node is the master already and has all it wants: asked when a wish comes while it looks.</param>
internal sealed class ResidentMailbox(TimeProvider time, Func<bool> holds)
{
    private static readonly TimeSpan ShortestBetween = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private TaskCompletionSource _arrived = NewSignal();
    private ResidentWish? _wish;
    private CancellationTokenSource? _work;
    private bool _isTaking;
    private bool _isWishedAgain;
    private long _begun;

    /// <summary>The wish that nobody has begun with, or null.</summary>
    public ResidentWish? Unread
    {
        get
        {
            lock (_gate)
                return _wish;
        }
    }

    /// <summary>Leaves a wish; work that it makes pointless is stopped.</summary>
    /// <returns>The one that nobody had begun with and that it replaces, or null.</returns>
    public ResidentWish? Post(ResidentWish wish)
    {
        lock (_gate)
        {
            var superseded = _wish;
            _wish = wish;

            if (_work is { } work && IsPointless(wish))
                _ = work.CancelAsync();

            _isWishedAgain |= _isTaking && wish.IsTakeover;
            _arrived.TrySetResult();
            return superseded;
        }
    }

    /// <summary>The wish that is there, or that comes within this time; else null.</summary>
    public async Task<ResidentWish?> NextAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        Task arrived;
        lock (_gate)
            arrived = _arrived.Task;

        if (!arrived.IsCompleted && pause > TimeSpan.Zero)
        {
            using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(arrived, Task.Delay(pause, time, timer.Token));
            await timer.CancelAsync();
        }

        lock (_gate)
        {
            var wish = _wish;
            _wish = null;
            if (_arrived.Task.IsCompleted)
                _arrived = NewSignal();

            return wish;
        }
    }

    /// <summary>Does what a newer wish may stop.</summary>
    /// <param name="isTaking">Whether it is a takeover.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Stops it as well.</param>
    public async Task<RouteSetTakeover> WorkAsync(bool isTaking, Func<CancellationToken, Task<RouteSetTakeover>> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lock (_gate)
        {
            (_work, _isTaking, _isWishedAgain, _begun) = (stop, isTaking, false, time.GetTimestamp());

            // It came between taking the last wish out of the box and this.
            if (_wish is { } newer && IsPointless(newer))
                stop.Cancel();
        }

        try
        {
            return await work(stop.Token);
        }
        finally
        {
            lock (_gate)
                (_work, _isTaking) = (null, false);
        }
    }

    /// <summary>Whether the takeover under way has been wished once more since this was asked last. One that only waits for its changes to
    /// show is not what the second one wants. Once a second at most, too.</summary>
    public bool IsWishedAgain()
    {
        lock (_gate)
        {
            if (!_isWishedAgain || time.GetElapsedTime(_begun) < ShortestBetween)
                return false;

            (_isWishedAgain, _begun) = (false, time.GetTimestamp());
            return true;
        }
    }

    // A takeover under way is what a second one wants, too. A look is only in the way of the first; of a master that is said to be
    // one ten times a second, it is what is wanted.
    private bool IsPointless(ResidentWish wish) => !wish.IsTakeover || !(_isTaking || holds());

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
