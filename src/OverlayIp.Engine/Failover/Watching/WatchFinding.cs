namespace OverlayIp.Engine.Failover.Watching;

/// <summary>Something that a round of probes has shown.</summary>
/// <param name="Kind">What.</param>
/// <param name="Node">The network interface of the node that it is about, or null.</param>
/// <param name="From">The network interface that the routes pointed to, or null.</param>
/// <param name="To">The network interface that the routes point to, or null.</param>
/// <param name="Detail">The particulars in one sentence, or null.</param>
public sealed record WatchFinding(OverlayHealthEventKind Kind, string? Node = null, string? From = null, string? To = null, string? Detail = null);
