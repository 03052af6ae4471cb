namespace OverlayIp.Engine.Failover;

/// <summary>One wish in the mailbox of a <see cref="ResidentRouteSet"/>, and who waits for what becomes of it.</summary>
internal sealed class ResidentWish(ResidentAction action, string source, DateTimeOffset at)
{
    private readonly TaskCompletionSource<RouteSetTakeover> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ResidentAction Action { get; } = action;

    /// <summary>Who wants it, for the log.</summary>
    public string Source { get; } = source;

    public DateTimeOffset At { get; } = at;

    public bool IsTakeover => Action is ResidentAction.BecomeMaster or ResidentAction.TakeOver;

    public Task<RouteSetTakeover> Done => _done.Task;

    public void Complete(RouteSetTakeover result) => _done.TrySetResult(result);

    public void Supersede(RouteSet set) => Complete(new RouteSetTakeover
    {
        Set = set,
        Error = new OverlayIpException("Superseded", OverlayErrorKind.Refused, $"A newer event wants something else of {set.Destination}: the last wish counts.")
        { Subject = set.Destination.ToString() },
    });
}
