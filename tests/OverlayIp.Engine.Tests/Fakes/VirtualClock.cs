namespace OverlayIp.Engine.Tests.Fakes;

/// <summary>
/// A clock that stands still until it is told to go on to the next timer: ninety seconds of pacing pass in a few
/// milliseconds, and an elapsed time is an exact number that a test can assert.
/// </summary>
internal sealed class VirtualClock : TimeProvider
{
    private readonly List<Timer> _armed = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes on to the next timer and lets it fire; false when none is armed.</summary>
    public bool AdvanceToNextTimer()
    {
        if (_armed.MinBy(t => (t.Due, t.Order)) is not { } next)
        {
            return false;
        }

        _armed.Remove(next);
        if (next.Due > _now)
        {
            _now = next.Due;
        }

        next.Fire();
        return true;
    }

    /// <summary>Lets time go by in which nothing runs, as when the process is stopped: what is due meanwhile fires later.</summary>
    public void StandStill(TimeSpan time) => _now += time;

    private sealed class Timer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public long Order { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock._armed.Remove(this);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                // As the system's timers do, which know whole milliseconds only: a timer can be a little early.
                Due = clock._now + TimeSpan.FromMilliseconds(Math.Floor(dueTime.TotalMilliseconds));
                Order = clock._order++;
                clock._armed.Add(this);
            }

            return true;
        }

        public void Dispose() => clock._armed.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
