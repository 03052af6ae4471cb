using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Integration.Tests;

/// <summary>
/// A clock that stands still until a test moves it, and knows how many wait for it: a deadline passes at the very moment that a test is
/// about, however fast the machine is.
/// </summary>
internal sealed class SteppedClock : TimeProvider
{
    private readonly object _gate = new();
    private readonly HashSet<Timer> _armed = [];

    // Begins at the time that requests are signed with.
    private DateTimeOffset _now = DateTimeOffset.UtcNow;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    private int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _armed.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time go by. What is due fires on the pool, as the system's timers do.</summary>
    public void Advance(TimeSpan time)
    {
        lock (_gate)
        {
            _now += time;
            foreach (var timer in _armed.Where(t => t.Due <= _now).ToList())
            {
                timer.Fire();
            }
        }
    }

    /// <summary>Waits until so many timers, deadlines among them, wait for this clock.</summary>
    public Task UntilWaitingAsync(int count) => Until.TrueAsync(() => Waiting == count, instead: () => $"{Waiting} wait for the clock, not {count}.");

    private sealed class Timer(SteppedClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire()
        {
            clock._armed.Remove(this);
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._armed.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }

                Due = clock._now + dueTime;
                if (dueTime > TimeSpan.Zero)
                {
                    clock._armed.Add(this);
                }
                else
                {
                    Fire();
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._armed.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
