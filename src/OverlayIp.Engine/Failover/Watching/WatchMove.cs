namespace OverlayIp.Engine.Failover.Watching;

/// <summary>That routes are to be moved.</summary>
/// <param name="Kind">Why: <see cref="OverlayHealthEventKind.Switched"/>, <see cref="OverlayHealthEventKind.FailedBack"/> or
/// <see cref="OverlayHealthEventKind.Reunited"/>.</param>
/// <param name="To">The network interface to move them to.</param>
/// <param name="From">The network interfaces that they must still point to; an empty id stands for a target that is gone.</param>
/// <param name="Down">Those of them that have failed.</param>
public sealed record WatchMove(OverlayHealthEventKind Kind, string To, IReadOnlyList<string> From, IReadOnlyList<string> Down)
{
    /// <summary>True for the same move.</summary>
    /// <param name="other">The other move, or null.</param>
    public bool IsSameAs(WatchMove? other) => other is not null && Kind == other.Kind && To == other.To && From.SequenceEqual(other.From) && Down.SequenceEqual(other.Down);
}
