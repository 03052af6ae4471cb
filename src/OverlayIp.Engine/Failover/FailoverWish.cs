namespace OverlayIp.Engine.Failover;

/// <summary>What a call wants of a destination, and when the call was made.</summary>
/// <param name="Action">The word for it: <c>takeover</c> or <c>release</c>.</param>
/// <param name="At">When its process was started: the order in which the cluster manager called.</param>
public sealed record FailoverWish(string Action, DateTimeOffset At);
