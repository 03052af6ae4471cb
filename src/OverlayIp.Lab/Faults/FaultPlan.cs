namespace OverlayIp.Lab.Faults;

/// <summary>What is to go wrong with one call, decided when it arrives.</summary>
internal enum FaultOutcome
{
    None,
    ResetBefore,
    ResetAfter,
    InternalError,
    Unavailable,
    Throttled,
}

/// <summary>Decides by the lab's faults what goes wrong with a call.</summary>
internal sealed class FaultPlan(TimeProvider clock, int? seed)
{
    private readonly Random _random = seed is { } value ? new Random(value) : new Random();
    private readonly TokenBuckets _buckets = new(clock);
    private OverlayLabFault _fault = new();

    public OverlayLabFault Fault => Volatile.Read(ref _fault);

    public void Set(OverlayLabFault fault)
    {
        Volatile.Write(ref _fault, fault);
        _buckets.Reset();
    }

    /// <summary>Whether the restriction to actions lets a fault apply.</summary>
    public static bool Concerns(OverlayLabFault fault, string action) =>
        fault.Actions.Count == 0 || fault.Actions.Contains(action, StringComparer.Ordinal);

    public static bool IsDenied(OverlayLabFault fault, string action) =>
        Concerns(fault, action) && fault.DeniedActions.Any(denied => denied == action || denied == "*");

    public FaultOutcome Decide(OverlayLabFault fault, string action, IReadOnlyDictionary<string, string> parameters)
    {
        // Throttling comes first, as at EC2's front door: a call over the limit is not looked at any further.
        if ((fault.Throttles.Count > 0 || Concerns(fault, action)) && !_buckets.TryTake(action, fault))
        {
            return FaultOutcome.Throttled;
        }

        if (!Concerns(fault, action))
        {
            return FaultOutcome.None;
        }

        if (fault.Outage)
        {
            return FaultOutcome.Unavailable;
        }

        if (fault.ResourceIds.Count > 0 && !parameters.Values.Any(value => fault.ResourceIds.Contains(value, StringComparer.Ordinal)))
        {
            return FaultOutcome.None;
        }

        // One draw for all three: their shares then add up, instead of hiding each other.
        var draw = Draw();
        if (draw < fault.ConnectionResetRate)
        {
            return FaultOutcome.ResetBefore;
        }

        draw -= fault.ConnectionResetRate;
        if (draw < fault.ResetAfterRate)
        {
            return FaultOutcome.ResetAfter;
        }

        draw -= fault.ResetAfterRate;
        return draw >= fault.ErrorRate
            ? FaultOutcome.None
            : draw < fault.ErrorRate / 2 ? FaultOutcome.InternalError : FaultOutcome.Unavailable;
    }

    private double Draw()
    {
        lock (_random)
        {
            return _random.NextDouble();
        }
    }
}
