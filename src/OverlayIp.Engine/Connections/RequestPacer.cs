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
#pragma warning disable CA1001 // A SemaphoreSlim whose wait handle is never asked for holds nothing to dispose of.
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

    private readonly SemaphoreSlim _inFlight = new(MaxConcurrency);
    private readonly object _gate = new();
    private TimeSpan _space;
    private DateTimeOffset _next;
    private DateTimeOffset _lastThrottle;

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
        await _inFlight.WaitAsync(cancellationToken);
        var wasPaced = false;
        try
        {
            var turn = TakeTurn(out wasPaced);
            if (turn > TimeSpan.Zero)
            {
                await Task.Delay(turn, time, cancellationToken);
            }

            var answer = await call(cancellationToken);
            Accepted();
            return answer;
        }
        catch (Exception e) when (isThrottle(e))
        {
            Throttled(wasPaced);
            throw;
        }
        finally
        {
            _inFlight.Release();
        }
    }

    private TimeSpan TakeTurn(out bool isPaced)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_space > TimeSpan.Zero && now - _lastThrottle > ForgetAfter)
            {
                _space = TimeSpan.Zero;
            }

            isPaced = _space > TimeSpan.Zero;
            if (!isPaced)
            {
                return TimeSpan.Zero;
            }

            var turn = _next > now ? _next : now;
            _next = turn + _space;
            return turn - now;
        }
    }

    private void Accepted()
    {
        lock (_gate)
        {
            if (_space > TimeSpan.Zero)
            {
                _space = Clamp(_space * Narrow);
            }
        }
    }

    private void Throttled(bool wasPaced)
    {
        lock (_gate)
        {
            _lastThrottle = time.GetUtcNow();
            if (_space == TimeSpan.Zero)
            {
                _space = FirstSpace;
                _next = _lastThrottle + FirstSpace;
            }
            else if (wasPaced)
            {
                // Calls of the opening burst that come back refused say nothing about the space that was chosen since:
                // counting each of them would slow everything down many times over.
                _space = Clamp(_space * Widen);
            }
        }
    }

    private static TimeSpan Clamp(TimeSpan space) =>
        space < LeastSpace ? LeastSpace : space > MostSpace ? MostSpace : space;
}
