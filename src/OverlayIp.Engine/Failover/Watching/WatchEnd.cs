using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover.Watching;

/// <summary>How a watch ended.</summary>
public sealed record WatchEnd
{
    /// <summary>The switches that it was stopped in the middle of; empty when it was stopped between them.</summary>
    public IReadOnlyList<RouteExecution> Interrupted { get; init; } = [];
}
