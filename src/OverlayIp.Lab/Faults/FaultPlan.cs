using System.Globalization;

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
    private FaultSetting _present = new(new OverlayLabFault(), new TokenBuckets(clock));

    /// <summary>What a call meets from its arrival on: faults that are set later are for later calls.</summary>
    public FaultSetting Present => Volatile.Read(ref _present);

    /// <exception cref="OverlayIpException"><c>LabFaultInvalid</c>.</exception>
    public void Set(OverlayLabFault fault)
    {
        RequireRate(fault.ErrorRate, nameof(fault.ErrorRate));
        RequireRate(fault.ConnectionResetRate, nameof(fault.ConnectionResetRate));
        RequireRate(fault.ResetAfterRate, nameof(fault.ResetAfterRate));
        RequireTime(fault.Latency, nameof(fault.Latency));
        RequireTime(fault.ConsistencyDelay, nameof(fault.ConsistencyDelay));

        // Full buckets with the faults that they are for: an earlier call must not take a token of a limit that it has not met.
        Volatile.Write(ref _present, new FaultSetting(fault, new TokenBuckets(clock)));
    }

    /// <summary>Whether the restriction to actions lets a fault apply.</summary>
    public static bool Concerns(OverlayLabFault fault, string action) =>
        fault.Actions.Count == 0 || fault.Actions.Contains(action, StringComparer.Ordinal);

    public static bool IsDenied(OverlayLabFault fault, string action) =>
        Concerns(fault, action) && fault.DeniedActions.Any(denied => denied == action || denied == "*");

    public FaultOutcome Decide(FaultSetting setting, string action, IReadOnlyDictionary<string, string> parameters)
    {
        // Throttling comes first, as at EC2's front door: a call over the limit is not looked at any further.
        var fault = setting.Fault;
        if (!setting.Buckets.TryTake(action, fault))
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

    private static void RequireRate(double rate, string name)
    {
        if (rate is not (>= 0 and <= 1))
        {
            throw Invalid(rate, string.Create(CultureInfo.InvariantCulture, $"{name} is {rate}. Expected a share of the calls, from 0 to 1."));
        }
    }

    private static void RequireTime(TimeSpan time, string name)
    {
        // Task.Delay's own bound is 49 days; a day is more than any test waits.
        if (time < TimeSpan.Zero || time > TimeSpan.FromDays(1))
        {
            throw Invalid(time, $"{name} is {time}. Expected a time from nothing to one day.");
        }
    }

    private static OverlayIpException Invalid(object subject, string message) =>
        new("LabFaultInvalid", OverlayErrorKind.InvalidArgument, message) { Subject = subject };

    private double Draw()
    {
        lock (_random)
        {
            return _random.NextDouble();
        }
    }
}
