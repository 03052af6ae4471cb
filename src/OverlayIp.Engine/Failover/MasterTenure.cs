namespace OverlayIp.Engine.Failover;

/// <summary>
/// The time in which this node holds the VRRP master state of a route set, and what it may do when the routes are moved away
/// meanwhile. Pure: it knows the time and what it is told, and goes by a clock that does not step.
/// </summary>
/// <remarks>
/// Only VRRP knows who the master is, and while nodes do not hear each other, both think they are. So that they never fight:
/// <list type="number">
/// <item>A takeover that VRRP asked for is always carried out: the newest master has the last word.</item>
/// <item>For a short time after VRRP has spoken, the contest, late calls of the other node may still move a table; those are taken
/// again, a few times. What the first look after its end shows has happened in it, however long an API that failed has held that look up; and
/// what was lost in the contest stays so until it is taken again. Where only some tables were moved, more of these calls are likely under way, spaced by
/// throttling: they are waited for, so that one slow takeover of the other does not use the few up.</item>
/// <item>After that, routes that were moved are left alone, or with <c>reassert</c> taken again once they have been away for
/// the hold-off and VRRP still says master.</item>
/// <item>Whoever moves them again soon after insists. This node then yields until VRRP says something new. Since an older
/// master's counter-move is followed by the newer one's, and then by none, the newest master wins.</item>
/// <item><c>MASTER_RX_LOWER_PRI</c> is VRRP saying that this node is the right one of two: it counts as a new beginning. After a
/// partition it is said for certain only with keepalived's <c>higher_prio_send_advert</c>: otherwise the lesser node may fall silent at once.</item>
/// </list>
/// </remarks>
/// <param name="time">The clock.</param>
/// <param name="reassert">True takes routes again that were moved away after the contest.</param>
/// <param name="holdOff">For how long they must have been away for that.</param>
public sealed class MasterTenure(TimeProvider time, bool reassert, TimeSpan holdOff)
{
    /// <summary>How long after VRRP has spoken late calls of the other node are expected.</summary>
    public static readonly TimeSpan Contest = TimeSpan.FromSeconds(6);

    /// <summary>Who moves the routes again within this time insists.</summary>
    public static readonly TimeSpan Insistence = TimeSpan.FromSeconds(90);

    // Late calls of one takeover may come one by one.
    private const int RetakesInContest = 2;

    private static readonly TimeSpan ContestHoldOff = TimeSpan.FromMilliseconds(200);

    // Paced calls come a second apart at most, while they are let through at all.
    private static readonly TimeSpan SplitHoldOff = TimeSpan.FromMilliseconds(1200);

    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestLookInContest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(20);

    private long _spoken;
    private Loss? _lost;
    private bool _isContestSeenToItsEnd;
    private long _retaken;
    private int _retakes;

    /// <summary>True between a MASTER and what ends it.</summary>
    public bool IsMaster { get; private set; }

    /// <summary>True when another insists.</summary>
    public bool HasYielded { get; private set; }

    /// <summary>True while late calls of another node are expected.</summary>
    public bool IsContested => IsMaster && (!_isContestSeenToItsEnd || _lost is { InContest: true });

    /// <summary>How long until the routes should be looked at again, counted from the last look.</summary>
    public TimeSpan NextLook
    {
        get
        {
            if (!IsMaster || HasYielded)
                return LongestLook;

            if (_lost is { } lost)
                return Durations.Longer(HoldOff(IsContested, lost.IsSplit) - time.GetElapsedTime(lost.Since), ShortestLook);

            // Soon after VRRP has spoken often, later ever less.
            return Durations.Shorter(Durations.Longer(time.GetElapsedTime(_spoken) / 2, ShortestLook), IsContested ? LongestLookInContest : LongestLook);
        }
    }

    /// <summary>VRRP has said master, for the first time or again.</summary>
    public void Speak()
    {
        (IsMaster, HasYielded) = (true, false);
        (_spoken, _isContestSeenToItsEnd) = (time.GetTimestamp(), false);
        (_lost, _retakes) = (null, 0);
    }

    /// <summary>The takeover that VRRP asked for has ended. The contest lasts from here on: however long it took, in a throttled or slow API,
    /// the newest master's last word comes after the older one's counter-moves.</summary>
    public void TakenOver() => (_spoken, _isContestSeenToItsEnd) = (time.GetTimestamp(), false);

    /// <summary>VRRP has said something else than master.</summary>
    public void End() => (IsMaster, HasYielded, _lost, _retakes) = (false, false, null, 0);

    /// <summary>The routes were read.</summary>
    /// <param name="areHere">True when all of them point to this node.</param>
    /// <param name="areSplit">True when some of them do and others do not.</param>
    public TenureVerdict Judge(bool areHere, bool areSplit = false)
    {
        var isContested = IsContested;
        _isContestSeenToItsEnd |= time.GetElapsedTime(_spoken) >= Contest;
        if (!IsMaster || areHere)
        {
            (_lost, HasYielded) = (null, false);
            return TenureVerdict.Keep;
        }

        if (HasYielded)
            return TenureVerdict.Keep;

        var now = time.GetTimestamp();
        var before = _lost ?? new Loss(now, isContested, areSplit);
        var lost = before with { IsSplit = areSplit, Since = isContested && areSplit != before.IsSplit ? now : before.Since };
        _lost = lost;
        if (_retakes > 0 && time.GetElapsedTime(_retaken, lost.Since) >= Insistence)
            _retakes = 0;

        if (_retakes >= (isContested ? RetakesInContest : 1) || (!isContested && !reassert))
        {
            HasYielded = true;
            return TenureVerdict.Yield;
        }

        return time.GetElapsedTime(lost.Since, now) < HoldOff(isContested, areSplit) ? TenureVerdict.Wait : TenureVerdict.Retake;
    }

    /// <summary>The routes were taken again, as <see cref="Judge"/> said.</summary>
    public void Retaken() => (_retaken, _retakes, _lost) = (time.GetTimestamp(), _retakes + 1, null);

    private TimeSpan HoldOff(bool isContested, bool isSplit) => !isContested ? holdOff : isSplit ? SplitHoldOff : ContestHoldOff;

    // That the routes are not all here: since when, whether that began in the contest, and whether some still are.
    private readonly record struct Loss(long Since, bool InContest, bool IsSplit);
}
