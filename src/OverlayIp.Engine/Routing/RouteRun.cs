namespace OverlayIp.Engine.Routing;

/// <summary>One run of a plan: its deadline and its audience.</summary>
internal sealed class RouteRun(RoutePlan plan, long started, TimeSpan timeout, IOperationObserver observer, TimeProvider time)
{
    private TimeSpan _until = timeout;

    public RoutePlan Plan { get; } = plan;

    public TimeSpan Timeout { get; } = timeout;

    /// <summary>How long to read back at most, or null for what remains.</summary>
    public TimeSpan? ReadBackFor { get; init; }

    /// <summary>How long to wait at most before a failed call is sent again.</summary>
    public required TimeSpan LongestPause { get; init; }

    public IOperationObserver Observer { get; } = observer;

    public TimeProvider Time { get; } = time;

    public TimeSpan Elapsed => Time.GetElapsedTime(started);

    public TimeSpan Remaining => _until - Elapsed;

    /// <summary>A pause that ends with the time; none when that is over.</summary>
    public TimeSpan Within(TimeSpan pause) => Durations.Longer(Durations.Shorter(pause, Remaining), TimeSpan.Zero);

    /// <summary>Gives the rollback as long as the change had: what failed by using its time up must still be put back.</summary>
    public void RestartForRollback() => _until = Elapsed + Timeout;

    public void Report(string status, int done, int total) =>
        Observer.Progress($"{Plan.Destination}{(Plan.Target is { } target ? $" to {target}" : "")}", status, done, total);
}
