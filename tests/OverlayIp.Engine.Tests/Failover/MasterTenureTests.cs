using OverlayIp.Engine.Failover;
using OverlayIp.Engine.Tests.Fakes;

namespace OverlayIp.Engine.Tests.Failover;

/// <summary>When a master takes routes again that were moved away, and when it yields.</summary>
public class MasterTenureTests
{
    private static readonly TimeSpan HoldOff = TimeSpan.FromSeconds(10);

    private readonly VirtualClock _clock = new();

    [Fact]
    public void Who_is_not_the_master_does_nothing()
    {
        var tenure = new MasterTenure(_clock, reassert: true, HoldOff);
        Assert.Equal(TenureVerdict.Keep, tenure.Judge(areHere: false));
        tenure.Speak();
        tenure.End();
        Pass(60);
        Assert.Equal(TenureVerdict.Keep, tenure.Judge(areHere: false));
        Assert.False(tenure.IsMaster);
    }

    [Fact]
    public void Late_calls_of_the_old_master_are_mended_soon_after_the_takeover_whatever_is_configured()
    {
        var tenure = Master(reassert: false);
        Pass(1);
        Assert.Equal(TenureVerdict.Wait, tenure.Judge(areHere: false));
        Pass(0.3);
        Assert.Equal(TenureVerdict.Retake, tenure.Judge(areHere: false));
        tenure.Retaken();
        Assert.Equal(TenureVerdict.Keep, tenure.Judge(areHere: true));
    }

    [Fact]
    public void Later_routes_that_were_moved_are_left_alone_without_reassert()
    {
        var tenure = Master(reassert: false);
        Pass(60);
        Assert.Equal(TenureVerdict.Yield, tenure.Judge(areHere: false));
        Assert.Equal(TenureVerdict.Keep, tenure.Judge(areHere: false));
        Assert.True(tenure.HasYielded);
    }

    [Fact]
    public void With_reassert_they_are_taken_again_when_they_have_been_away_for_the_hold_off()
    {
        var tenure = Master(reassert: true);
        Pass(60);
        Assert.Equal(TenureVerdict.Wait, tenure.Judge(areHere: false));
        Pass(9);
        Assert.Equal(TenureVerdict.Wait, tenure.Judge(areHere: false));
        Pass(1);
        Assert.Equal(TenureVerdict.Retake, tenure.Judge(areHere: false));
    }

    [Fact]
    public void They_are_not_when_VRRP_has_said_something_else_meanwhile()
    {
        var tenure = Master(reassert: true);
        Pass(60);
        tenure.Judge(areHere: false);
        tenure.End();
        Pass(10);
        Assert.Equal(TenureVerdict.Keep, tenure.Judge(areHere: false));
    }

    [Fact]
    public void Who_moves_them_again_soon_insists_and_who_does_so_much_later_does_not()
    {
        var tenure = Master(reassert: true);
        Pass(60);
        RetakeAfterHoldOff(tenure);
        Pass(5);
        Assert.Equal(TenureVerdict.Yield, tenure.Judge(areHere: false));

        // It came back by itself, and hours later somebody makes the same mistake.
        Assert.Equal(TenureVerdict.Keep, tenure.Judge(areHere: true));
        Pass(3600);
        RetakeAfterHoldOff(tenure);
    }

    [Fact]
    public void VRRP_hearing_a_lower_priority_is_a_new_beginning()
    {
        var tenure = Master(reassert: false);
        Pass(60);
        Assert.Equal(TenureVerdict.Yield, tenure.Judge(areHere: false));
        tenure.Speak();
        tenure.Judge(areHere: false);
        Pass(0.3);
        Assert.Equal(TenureVerdict.Retake, tenure.Judge(areHere: false));
    }

    [Fact]
    public void A_takeover_that_took_long_and_was_overtaken_meanwhile_is_made_good()
    {
        var tenure = Master(reassert: false);
        Pass(20);
        tenure.TakenOver();
        Assert.Equal(TenureVerdict.Wait, tenure.Judge(areHere: false));
        Pass(0.3);
        Assert.Equal(TenureVerdict.Retake, tenure.Judge(areHere: false));
    }

    [Fact]
    public void Whoever_could_not_look_during_the_contest_makes_good_what_it_finds_then()
    {
        var tenure = Master(reassert: false);
        tenure.TakenOver();
        Pass(40);
        Assert.Equal(TenureVerdict.Wait, tenure.Judge(areHere: false));
        Pass(0.3);
        Assert.Equal(TenureVerdict.Retake, tenure.Judge(areHere: false));
        tenure.Retaken();
        Pass(1);
        Assert.Equal(TenureVerdict.Yield, tenure.Judge(areHere: false));
    }

    [Fact]
    public void What_was_lost_in_the_contest_is_taken_again_though_the_next_look_comes_after_it()
    {
        var tenure = Master(reassert: false);
        tenure.TakenOver();
        Pass(5);
        Assert.Equal(TenureVerdict.Wait, tenure.Judge(areHere: false));
        Pass(5);
        Assert.Equal(TenureVerdict.Retake, tenure.Judge(areHere: false));
    }

    [Fact]
    public void A_takeover_of_the_other_that_comes_table_by_table_is_waited_for_and_taken_again_once()
    {
        var tenure = Master(reassert: false);
        for (var table = 0; table < 3; table++)
        {
            Pass(0.3);
            Assert.Equal(TenureVerdict.Wait, tenure.Judge(areHere: false, areSplit: true));
        }

        Pass(0.3);
        Assert.Equal(TenureVerdict.Wait, tenure.Judge(areHere: false));
        Pass(0.3);
        Assert.Equal(TenureVerdict.Retake, tenure.Judge(areHere: false));
    }

    [Fact]
    public void One_table_that_stays_with_the_other_is_taken_again()
    {
        var tenure = Master(reassert: false);
        Assert.Equal(TenureVerdict.Wait, tenure.Judge(areHere: false, areSplit: true));
        Pass(1.3);
        Assert.Equal(TenureVerdict.Retake, tenure.Judge(areHere: false, areSplit: true));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(60)]
    [InlineData(3600)]
    public void Of_two_masters_that_do_not_hear_each_other_the_newer_one_wins_after_few_moves(double older)
    {
        var (first, second) = (Master(reassert: true), new MasterTenure(_clock, reassert: true, HoldOff));
        Pass(older);

        // The newer one's MASTER, and its takeover.
        second.Speak();
        var (at, moves) = (second, 0);
        for (var looks = 0; looks < 2000; looks++)
        {
            foreach (var node in (MasterTenure[])[first, second])
            {
                if (node.Judge(areHere: at == node) != TenureVerdict.Retake)
                    continue;

                (at, moves) = (node, moves + 1);
                node.Retaken();
            }

            Pass(0.25);
        }

        Assert.Same(second, at);
        Assert.True(first.HasYielded);
        Assert.InRange(moves, 1, 8);
    }

    [Fact]
    public void Looks_are_frequent_after_VRRP_has_spoken_and_rare_later()
    {
        var tenure = Master(reassert: false);
        Assert.InRange(tenure.NextLook, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
        Pass(4);
        Assert.InRange(tenure.NextLook, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
        Pass(3600);
        Assert.InRange(tenure.NextLook, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60));
    }

    private MasterTenure Master(bool reassert)
    {
        var tenure = new MasterTenure(_clock, reassert, HoldOff);
        tenure.Speak();
        return tenure;
    }

    private void RetakeAfterHoldOff(MasterTenure tenure)
    {
        Assert.Equal(TenureVerdict.Wait, tenure.Judge(areHere: false));
        Pass(10);
        Assert.Equal(TenureVerdict.Retake, tenure.Judge(areHere: false));
        tenure.Retaken();
    }

    private void Pass(double seconds)
    {
        using var timer = _clock.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
        _clock.AdvanceToNextTimer();
    }
}
