namespace OverlayIp.Engine.Failover;

/// <summary>What the route sets of a resident agent have in common.</summary>
internal sealed class ResidentSurroundings
{
    public required FailoverConfiguration Configuration { get; init; }

    public required WarmNode Node { get; init; }

    public required IResidentJournal Journal { get; init; }

    public required ResidentMetrics Metrics { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Waits for the lock that the one-shot commands wait for, too.</summary>
    public Task<DestinationLock> LockAsync(RouteDestination destination, string action, DateTimeOffset at, IOperationObserver observer, CancellationToken cancellationToken) =>
        DestinationLock.AcquireAsync(
            Configuration.LockDirectory is { } directory ? [directory] : DestinationLock.DefaultDirectories(),
            [destination], new FailoverWish(action, at), observer, cancellationToken);
}
