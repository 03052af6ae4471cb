namespace OverlayIp.Engine.Failover.Watching;

/// <summary>What is known of one node: probes in a row, and how often it has failed of late.</summary>
internal sealed class NodeHealth(WatchRules rules)
{
    // Three failures of a node that was never steady in between are no accident any more.
    private const int FallsOfAFlappingNode = 3;
    private const int MostDoublings = 4;

    private TimeSpan _healthySince;
    private TimeSpan _barredUntil = TimeSpan.MinValue;
    private int _falls;

    /// <summary>Healthy, failed, or null while it is not known.</summary>
    public bool? Healthy { get; private set; }

    public int Successes { get; private set; }

    public int Failures { get; private set; }

    public string Detail { get; private set; } = "not probed yet";

    public bool IsFlapping => _falls >= FallsOfAFlappingNode;

    /// <summary>Failed, and the last probe says so as well.</summary>
    public bool IsDown => Healthy == false && Successes == 0;

    /// <summary>Healthy, and the last probe says so as well.</summary>
    public bool IsFit => Healthy == true && Failures == 0;

    /// <summary>How long it must be healthy to be trusted again after its failures.</summary>
    public TimeSpan Probation => _falls == 0 ? TimeSpan.Zero : rules.HoldDown * (1 << Math.Min(_falls - 1, MostDoublings));

    /// <summary>True when it has not failed, or has been healthy for long enough since.</summary>
    public bool IsSteady(TimeSpan now) => IsFit && now - _healthySince >= Probation && now >= _barredUntil;

    /// <summary>True when it has been healthy for at least that long.</summary>
    public bool IsHealthyFor(TimeSpan span, TimeSpan now) => Healthy == true && now - _healthySince >= span;

    /// <summary>Counts one answer; true when it changed what the node counts as.</summary>
    public bool Observe(ProbeAnswer answer, TimeSpan now)
    {
        switch (answer.Verdict)
        {
            case ProbeVerdict.Passed:
                (Successes, Failures, Detail) = (Successes + 1, 0, answer.Detail);
                return Healthy != true && Successes >= rules.Rise && Rises(now);
            case ProbeVerdict.Failed:
                (Successes, Failures, Detail) = (0, Failures + 1, answer.Detail);
                return Healthy != false && Failures >= rules.Fall && Falls(now);
            default:
                Detail = answer.Detail;
                return false;
        }
    }

    /// <summary>Forgets the last probes, but not what they have led to.</summary>
    public void StartCountingAnew() => (Successes, Failures) = (0, 0);

    /// <summary>Has every other fit node tried before it for some time: it could not be made the target.</summary>
    public void Bar(TimeSpan now) => _barredUntil = now + rules.HoldDown;

    private bool Rises(TimeSpan now)
    {
        (Healthy, _healthySince) = (true, now);
        return true;
    }

    private bool Falls(TimeSpan now)
    {
        if (Healthy == true)
            _falls = _falls > 0 && now - _healthySince < Probation ? _falls + 1 : 1;
        Healthy = false;
        return true;
    }
}
