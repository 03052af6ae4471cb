namespace OverlayIp.Lab.Vpc;

/// <summary>
/// The present state, and as much of the past as delayed visibility needs. Mutations are serialised by a lock; reads
/// take a reference.
/// </summary>
internal sealed class StateStore(LabState initial, TimeProvider clock)
{
    private readonly object _gate = new();
    // Oldest first; the last one is the present. Each holds from its time on.
    private readonly List<(DateTimeOffset Since, LabState State)> _versions = [(DateTimeOffset.MinValue, initial)];
    private TimeSpan _visibilityDelay;
    private Action<LabState, long>? _follower;
    private long _version;

    /// <summary>How many changes the follower has been told of.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>The state with every change that was accepted.</summary>
    public LabState Current
    {
        get
        {
            lock (_gate)
            {
                return Settled(clock.GetUtcNow());
            }
        }
    }

    /// <summary>The state as describe calls see it: without the changes that are younger than the delay.</summary>
    public LabState AsSeen(TimeSpan delay)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (delay <= TimeSpan.Zero)
            {
                return Settled(now);
            }

            var then = now - delay;
            var index = _versions.FindLastIndex(version => version.Since <= then);
            return _versions[Math.Max(index, 0)].State.Settle(then);
        }
    }

    /// <summary>Sets how much of the past is kept for <see cref="AsSeen"/>. What was visible before stays so.</summary>
    public void SetVisibilityDelay(TimeSpan delay)
    {
        lock (_gate)
        {
            _visibilityDelay = delay;
            if (delay <= TimeSpan.Zero)
            {
                Forget(_versions[^1].State);
            }
        }
    }

    /// <summary>Has one follower told of every change, in order, before the call that made it returns.</summary>
    /// <returns>The state and version that the changes begin from.</returns>
    public (LabState State, long Version) Follow(Action<LabState, long> onChange)
    {
        lock (_gate)
        {
            _follower = onChange;
            return (Settled(clock.GetUtcNow()), _version);
        }
    }

    public void Unfollow()
    {
        lock (_gate)
        {
            _follower = null;
        }
    }

    /// <summary>Applies a change to the present state and answers what it returns; an exception changes nothing.</summary>
    public T Mutate<T>(Func<LabState, (LabState State, T Result)> change)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var (state, result) = change(Settled(now));
            Append(now, state);
            _follower?.Invoke(state, Interlocked.Increment(ref _version));
            return result;
        }
    }

    // Transitions are a function of the time, so a settled state need not be stored as a version of its own.
    private LabState Settled(DateTimeOffset now) => _versions[^1].State.Settle(now);

    private void Append(DateTimeOffset now, LabState state)
    {
        if (_visibilityDelay <= TimeSpan.Zero)
        {
            Forget(state);
            return;
        }

        var oldestNeeded = _versions.FindLastIndex(version => version.Since <= now - _visibilityDelay);
        _versions.RemoveRange(0, Math.Max(oldestNeeded, 0));
        _versions.Add((now, state));
    }

    private void Forget(LabState present)
    {
        _versions.Clear();
        _versions.Add((DateTimeOffset.MinValue, present));
    }
}
