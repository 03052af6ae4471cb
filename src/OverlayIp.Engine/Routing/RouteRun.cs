namespace OverlayIp.Engine.Routing;

/// <summary>One run of a plan: its deadline and its audience.</summary>
internal sealed class RouteRun(RoutePlan plan, long started, TimeSpan timeout, IOperationObserver observer, TimeProvider time)
{
    public RoutePlan Plan { get; } = plan;

    public TimeSpan Timeout { get; } = timeout;

    public IOperationObserver Observer { get; } = observer;

    public TimeProvider Time { get; } = time;

    public TimeSpan Elapsed => Time.GetElapsedTime(started);

    public TimeSpan Remaining => Timeout - Elapsed;

    public void Report(string status, int done, int total) =>
        Observer.Progress($"{Plan.Destination}{(Plan.Target is { } target ? $" to {target}" : "")}", status, done, total);
}
