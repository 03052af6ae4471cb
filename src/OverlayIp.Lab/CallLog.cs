namespace OverlayIp.Lab;

/// <summary>The last calls of a lab: bounded, so that a lab can run for days.</summary>
internal sealed class CallLog
{
    private const int Capacity = 10_000;

    private readonly object _gate = new();
    private readonly Queue<OverlayLabCall> _calls = new();
    private long _count;

    /// <summary>How many calls there have been, forgotten ones included.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void Add(OverlayLabCall call)
    {
        lock (_gate)
        {
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
