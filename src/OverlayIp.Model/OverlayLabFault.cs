namespace OverlayIp;

/// <summary>The faults of a lab. The default has none.</summary>
public sealed record OverlayLabFault
{
    /// <summary>Extra time before each answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The share of calls, 0 to 1, answered with <c>InternalError</c> (500) or <c>Unavailable</c> (503), nothing done.</summary>
    public double ErrorRate { get; init; }

    /// <summary>The share of calls, 0 to 1, whose TCP connection is reset before the call is carried out.</summary>
    public double ConnectionResetRate { get; init; }

    /// <summary>The share of calls, 0 to 1, that are carried out and whose TCP connection is then reset before the answer: the caller cannot know.</summary>
    public double ResetAfterRate { get; init; }

    /// <summary>How long a change stays invisible to describe calls: EC2's eventual consistency.</summary>
    public TimeSpan ConsistencyDelay { get; init; }

    /// <summary>True refuses every call with <c>Unavailable</c> (503), as in an outage of the API.</summary>
    public bool Outage { get; init; }

    /// <summary>True gives every action a token bucket with EC2's documented sizes: see <see cref="Throttles"/> for others.</summary>
    public bool Throttling { get; init; }

    /// <summary>Token buckets by action name (or <c>*</c> for every other action); a call without a token gets
    /// <c>RequestLimitExceeded</c> (503). They count whether or not <see cref="Throttling"/> is on.</summary>
    public IReadOnlyDictionary<string, OverlayLabTokenBucket> Throttles { get; init; } = new Dictionary<string, OverlayLabTokenBucket>();

    /// <summary>Restricts all faults but <see cref="Throttles"/> to these actions; empty means every action.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>Restricts <see cref="ErrorRate"/> and the resets to calls that name one of these resource ids in any parameter; empty means every call.</summary>
    public IReadOnlyList<string> ResourceIds { get; init; } = [];

    /// <summary>Actions that are denied with <c>UnauthorizedOperation</c> (403), dry runs included.</summary>
    public IReadOnlyList<string> DeniedActions { get; init; } = [];

    /// <summary>True when no fault is switched on.</summary>
    public bool IsNone => Latency == TimeSpan.Zero && ErrorRate == 0 && ConnectionResetRate == 0 && ResetAfterRate == 0
        && ConsistencyDelay == TimeSpan.Zero && !Outage && !Throttling && Throttles.Count == 0 && DeniedActions.Count == 0;

    /// <summary>The faults that are on, such as <c>Latency 80 ms, Throttling</c>; <c>none</c> when there are none.</summary>
    public override string ToString()
    {
        var on = new List<string>();
        void Say(bool isOn, FormattableString what)
        {
            if (isOn)
            {
                on.Add(FormattableString.Invariant(what));
            }
        }

        Say(Outage, $"Outage");
        Say(Latency > TimeSpan.Zero, $"Latency {Latency.TotalMilliseconds:0.###} ms");
        Say(ErrorRate > 0, $"ErrorRate {ErrorRate}");
        Say(ConnectionResetRate > 0, $"ConnectionResetRate {ConnectionResetRate}");
        Say(ResetAfterRate > 0, $"ResetAfterRate {ResetAfterRate}");
        Say(ConsistencyDelay > TimeSpan.Zero, $"ConsistencyDelay {ConsistencyDelay.TotalMilliseconds:0.###} ms");
        Say(Throttling, $"Throttling");
        Say(Throttles.Count > 0, $"Throttles {string.Join(' ', Throttles.Select(t => $"{t.Key}={t.Value}"))}");
        Say(DeniedActions.Count > 0, $"Denied {string.Join(' ', DeniedActions)}");
        Say(Actions.Count > 0, $"for {string.Join(' ', Actions)}");
        Say(ResourceIds.Count > 0, $"for {string.Join(' ', ResourceIds)}");
        return on.Count == 0 ? "none" : string.Join(", ", on);
    }
}
