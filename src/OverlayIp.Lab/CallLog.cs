namespace OverlayIp.Lab;

/// <summary>The last calls of a lab: bounded, so that a lab can run for days.</summary>
internal sealed class CallLog
{
    private const int Capacity = 10_000;

    private readonly object _gate = new();
    private readonly Queue<OverlayLabCall> _calls = new();
    private long _count;
    private int _underWay;

    /// <summary>How many calls there have been, forgotten ones included.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>How many calls have arrived and are not listed yet.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Counts a call that has arrived. <see cref="Add"/> follows when it is answered.</summary>
    public void Arrive() => Interlocked.Increment(ref _underWay);

    public void Add(OverlayLabCall call)
    {
        lock (_gate)
        {
            Interlocked.Decrement(ref _underWay);
            _count++;
            _calls.Enqueue(call);
            if (_calls.Count > Capacity)
            {
                _calls.Dequeue();
            }
        }
    }

    /// <summary>The calls, oldest first.</summary>
    public IReadOnlyList<OverlayLabCall> Snapshot()
    {
        lock (_gate)
        {
            return _calls.ToArray();
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _calls.Clear();
        }
    }
}
