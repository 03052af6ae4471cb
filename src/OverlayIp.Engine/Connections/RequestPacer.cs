namespace OverlayIp.Engine.Connections;

/// <summary>
/// Sends the calls of one API action as fast as EC2's token bucket allows, and no faster. The bucket's size and refill
/// rate are not documented for every action and differ by account, so nothing is assumed: calls go out at once, up to
/// <see cref="MaxConcurrency"/> in flight, until the first <c>RequestLimitExceeded</c>. From then on they are spaced. Each throttled call
/// widens the space by 15 %, each accepted one narrows it by 3 %: this settles where about one call in five is refused,
/// that is just above the refill rate, so no token is left lying. After an idle time the bucket is full again and the
/// spacing is forgotten.
/// </summary>
/// <param name="time">The clock.</param>
#pragma warning disable CA1001 // The timer is armed only while a call waits for its turn; unarmed it holds nothing.
public sealed class RequestPacer(TimeProvider time)
#pragma warning restore CA1001
{
    /// <summary>The most calls in flight at once.</summary>
    public const int MaxConcurrency = 32;

    private const double Widen = 1.15;
    private const double Narrow = 0.97;
    private static readonly TimeSpan FirstSpace = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LeastSpace = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MostSpace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();

    // First come, first served. A turn is given when it is due and not reserved ahead: the space that is learnt from one
    // answer must hold for the very next call, or thirty calls would go on at a pace already known to be wrong.
    private readonly LinkedList<TaskCompletionSource<bool>> _waiting = new();
    private ITimer? _timer;
    private int _inFlight;
    private TimeSpan _space;
    private long _lastTurn;
    private long _lastThrottle;

    /// <summary>The present space between two calls; zero while nothing was throttled.</summary>
    public TimeSpan Space
    {
        get
        {
            lock (_gate)
            {
                return _space;
            }
        }
    }

    /// <summary>Makes a call when its turn has come.</summary>
    /// <typeparam name="T">The answer's type.</typeparam>
    /// <param name="call">The call. An exception that <paramref name="isThrottle"/> knows slows the following calls down and is thrown on.</param>
    /// <param name="isThrottle">Tells a throttled call from another failure.</param>
    /// <param name="cancellationToken">Stops the waiting and the call.</param>
    public async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> call, Func<Exception, bool> isThrottle, CancellationToken cancellationToken)
    {
        var isPaced = await TakeTurnAsync(cancellationToken);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var answer = await call(cancellationToken);
            Accepted(isPaced);
            return answer;
        }
        catch (Exception e) when (isThrottle(e))
        {
            Throttled(isPaced);
            throw;
        }
        finally
        {
            lock (_gate)
            {
                _inFlight--;
                GiveTurns();
            }
        }
    }

    // The answer tells whether the call is one of those that are spaced.
    private async Task<bool> TakeTurnAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<TaskCompletionSource<bool>> place;
        lock (_gate)
        {
            place = _waiting.AddLast(turn);
            GiveTurns();
        }

        await using var registration = cancellationToken.Register(() =>
        {
            lock (_gate)
            {
                // A turn that was given already is handed back by whoever holds it.
                if (place.List is not null)
                {
                    _waiting.Remove(place);
                    turn.SetCanceled(cancellationToken);
                }
            }
        });
        return await turn.Task;
    }

    private void GiveTurns()
    {
        while (_waiting.First is { } first && _inFlight < MaxConcurrency)
        {
            if (_space > TimeSpan.Zero && time.GetElapsedTime(_lastThrottle) > ForgetAfter)
            {
                _space = TimeSpan.Zero;
            }

            var isPaced = _space > TimeSpan.Zero;
            if (isPaced && _space - time.GetElapsedTime(_lastTurn) is var wait && wait > TimeSpan.Zero)
            {
                WakeAfter(wait);
                return;
            }

            _waiting.RemoveFirst();
            _inFlight++;
            _lastTurn = time.GetTimestamp();
            first.Value.SetResult(isPaced);
        }
    }

    private void WakeAfter(TimeSpan wait)
    {
        _timer ??= time.CreateTimer(
            _ =>
            {
                lock (_gate)
                {
                    GiveTurns();
                }
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);

        // Timers cut off to whole milliseconds: rounded up, so that it does not wake a little early again and again.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    // Calls of the opening burst say nothing about the space that was chosen since, whether they come back accepted or
    // refused: counting each of them would change it many times over.
    private void Accepted(bool wasPaced)
    {
        lock (_gate)
        {
            if (wasPaced && _space > TimeSpan.Zero)
            {
                _space = Clamp(_space * Narrow);
            }
        }
    }

    private void Throttled(bool wasPaced)
    {
        lock (_gate)
        {
            _lastThrottle = time.GetTimestamp();
            if (_space == TimeSpan.Zero)
            {
                _space = FirstSpace;
                _lastTurn = _lastThrottle;
            }
            else if (wasPaced)
            {
                _space = Clamp(_space * Widen);
            }
        }
    }

    private static TimeSpan Clamp(TimeSpan space) => Durations.Shorter(Durations.Longer(space, LeastSpace), MostSpace);
}
