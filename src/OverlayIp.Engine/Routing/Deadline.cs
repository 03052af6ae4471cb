namespace OverlayIp.Engine.Routing;

/// <summary>
/// A token that is cancelled by the caller or when the time is up, so that neither a queue of paced calls nor one call that
/// gets no answer outlasts a deadline.
/// </summary>
internal sealed class Deadline : IDisposable
{
    // The most that a timer can be set to.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    public Deadline(TimeSpan within, TimeProvider time, CancellationToken cancellationToken)
    {
        var delay = Durations.Shorter(Durations.Longer(within, TimeSpan.Zero), Longest);
        _timer = new CancellationTokenSource(delay, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellationToken);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>True when the time is up. A clock that is read beside it may be a moment behind: a timer's due time is cut off to milliseconds.</summary>
    public bool IsOver => _timer.IsCancellationRequested;

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
