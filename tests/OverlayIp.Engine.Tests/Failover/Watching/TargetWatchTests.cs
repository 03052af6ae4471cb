using System.Globalization;
using OverlayIp.Engine.Failover.Watching;

namespace OverlayIp.Engine.Tests.Failover.Watching;

/// <summary>
/// The judge, round by round. A line of a course is a round, a second after the one before (or as many as it says): where each route
/// table points to ('A', 'AAB' when they disagree, 'A!' for a blackhole, '?' when EC2 does not tell, 'gone' without a target, 'none'
/// without a route), what the probes say ('a+', 'a-', 'a?'), 'cut' when the witnesses do not answer; then what comes of it.
/// </summary>
public class TargetWatchTests
{
    private const string Up = "A a+ b+ c+\nA a+ b+ c+ => Healthy:a Healthy:b Healthy:c";

    public static TheoryData<string, string, string> Courses { get; } = new()
    {
        { "a node rises after as many successes as it says, and not before", "", "A a+ b+ => Watching:a\nA a+ b+ => Healthy:a Healthy:b\nA a+ b+" },
        { "failures that are not in a row count for nothing", "", $"{Up}\nA a- b+\nA a- b+\nA a+ b+\nA a- b+\nA a- b+" },
        { "a failed target is left for the first candidate", "", $"{Up}\nA a- b+ c+\nA a- b+ c+\nA a- b+ c+ => Unhealthy:a Switched:b\nB a- b+ c+" },
        { "candidates are taken in their order", "", $"{Up}\nA a- b- c+\nA a- b- c+\nA a- b- c+ => Unhealthy:a Unhealthy:b Switched:c" },
        { "a candidate that fails at this very moment is passed over", "", $"{Up}\nA a- b+ c+\nA a- b+ c+\nA a- b- c+ => Unhealthy:a Switched:c" },
        { "a candidate that is not known yet is not taken", "", "A a- b? => Watching:a\nA a- b?\nA a- b+ => Unhealthy:a NoCandidate:a\nA a- b+ => Healthy:b Switched:b" },
        { "without a candidate it is told once", "", $"{Up}\nA a- b- c-\nA a- b- c-\nA a- b- c- => Unhealthy:a Unhealthy:b Unhealthy:c NoCandidate:a\nA a- b- c-\nA a- b+ c-\nA a- b+ c- => Healthy:b Switched:b" },
        { "a target that answers again is not left", "", $"{Up}\nA a- b-\nA a- b-\nA a- b- c- => Unhealthy:a Unhealthy:b NoCandidate:a\nA a+ b+ c-\nA a+ b+ c- => Healthy:a Healthy:b Unhealthy:c" },
        { "a target of which nothing is known is not left", "", "A a? b+ => Watching:a\nA a? b+ => Healthy:b\nA a? b+\nA a? b+\nA a? b+" },
        { "unknown answers neither count nor break a row", "", $"{Up}\nA a- b+\nA a? b+\nA a- b+\nA a? b+\nA a- b+ => Unhealthy:a Switched:b" },
        { "a blackhole counts as a failure whatever answers", "", $"{Up}\nA! a+ b+\nA! a+ b+\nA! a+ b+ => Unhealthy:a Switched:b" },
        { "a target that is gone is left", "", "gone b+ => Watching:\ngone b+ => Healthy:b\ngone b+ => Unhealthy: Switched:b" },
        { "a target that is no candidate is watched and left, and not gone back to", "", "X x+ a+ => Watching:x\nX x+ a+ => Healthy:x Healthy:a\nX x- a+\nX x- a+\nX x- a+ => Unhealthy:x Switched:a\n+60s A a- x+\nA a- x+ => Healthy:x\nA a- x+ => Unhealthy:a NoCandidate:a" },
        { "nothing is moved while EC2 does not tell the routes", "", $"{Up}\nA a- b+\nA a- b+\n? a- b+ => Unhealthy:a\n? a- b+\nA a- b+ => Switched:b" },
        { "routes that are gone are told once", "", $"{Up}\nnone a+ b+ => RouteMissing\nnone a- b+\nnone a- b+\nnone a- b+ => Unhealthy:a\nA a- b+ => Switched:b" },

        { "hold-down keeps the routes where they were moved to", "", $"{Up}\nA a- b+ c+\nA a- b+ c+\nA a- b+ c+ => Unhealthy:a Switched:b\nB b- c+\nB b- c+\nB b- c+ => Unhealthy:b HeldDown:b\n+6s B b- c+\n+1s B b- c+ => Switched:c" },
        { "hold-down also follows what others have moved", "", $"{Up}\nB a+ b- c+ => Adopted:b\nB a+ b- c+\nB a+ b- c+ => Unhealthy:b HeldDown:b\n+8s B a+ b- c+ => Switched:a" },
        { "what others have moved is adopted", "", $"{Up}\nB a+ b+ => Adopted:b\nB a- b+\nB a- b+\nB a- b+ => Unhealthy:a\nB a- b+" },

        { "without fail-back the routes stay", "", $"{Up}\nA a- b+\nA a- b+\nA a- b+ => Unhealthy:a Switched:b\nB a+ b+\nB a+ b+ => Healthy:a\n+60s B a+ b+\n+60s B a+ b+" },
        { "fail-back waits until the preferred node has been healthy for the hold-down", "failback", $"{Up}\nA a- b+\nA a- b+\nA a- b+ => Unhealthy:a Switched:b\n+20s B a+ b+\nB a+ b+ => Healthy:a\n+9s B a+ b+\nB a+ b+ => FailedBack:a\nA a+ b+" },
        { "fail-back does not happen while the preferred node fails", "failback", $"{Up}\nA a- b+\nA a- b+\nA a- b+ => Unhealthy:a Switched:b\n+20s B a+ b+\nB a+ b+ => Healthy:a\n+11s B a- b+\nB a+ b+ => FailedBack:a" },
        { "fail-back leaves alone what a person has moved to a node that is no candidate", "failback", $"{Up}\nX x+ a+ => Adopted:x\nX x+ a+ => Healthy:x\n+60s X x+ a+" },
        { "fail-back goes to the most preferred node that is healthy", "failback", "C a- b+ c+ => Watching:c\nC a- b+ c+ => Healthy:b Healthy:c\nC a- b+ c+ => Unhealthy:a\n+10s C a- b+ c+ => FailedBack:b" },

        { "a node that has failed is steady again only after the hold-down", "", $"{Up}\nA a- b+ c+\nA a- b+ c+\nA a- b+ c+ => Unhealthy:a Switched:b\n+20s B a+ b- c+\nB a+ b- c+ => Healthy:a\nB a+ b- c+ => Unhealthy:b Switched:c" },
        { "a node that keeps failing is told to be flapping and waits longer", "failback", $"""
            {Up}
            A a- b+
            A a- b+
            A a- b+ => Unhealthy:a Switched:b
            B a+ b+
            B a+ b+ => Healthy:a
            B a- b+
            B a- b+
            B a- b+ => Unhealthy:a
            B a+ b+
            B a+ b+ => Healthy:a
            B a- b+
            B a- b+
            B a- b+ => Unhealthy:a Flapping:a
            B a+ b+
            B a+ b+ => Healthy:a
            +39s B a+ b+
            B a+ b+ => FailedBack:a
            """ },

        { "a watch that is cut off neither counts nor moves", "", $"{Up}\nA cut a- b- c- => CutOff\nA cut a- b- c-\nA cut a- b- c-\nA cut a- b- c-\nA a+ b+ c+ => Reconnected\nA a+ b+ c+" },
        { "what was counted on the way into being cut off is forgotten", "", $"{Up}\nA a- b+\nA a- b+\nA cut a- b+ => CutOff\nA a- b+ => Reconnected\nA a- b+\nA a- b+ => Unhealthy:a Switched:b" },
        { "a target that failed before is not left by the first round after being cut off", "", $"{Up}\nA a- b- c-\nA a- b- c-\nA cut a- b- c- => CutOff\nA a- b+ c+ => Reconnected\nA a- b+ c+\nA a- b+ c+ => Unhealthy:a Switched:b" },

        { "tables that disagree are told once and left alone for as many rounds as a node needs to fail", "", $"{Up}\nAAB a+ b+ => Divided\nAAB a+ b+\nB a+ b+ => Adopted:b" },
        { "tables that go on disagreeing follow the most of them", "", $"{Up}\nABB a+ b+ => Divided\nABB a+ b+\nABB a+ b+ => Reunited:b" },
        { "as many against as many, every watch comes to the same result", "order=b,a,c", "AB a+ b+ => Divided\nAB a+ b+ => Healthy:a Healthy:b\nAB a+ b+ => Reunited:a" },
        { "tables that disagree follow a healthy node, however few", "", $"{Up}\nAAB a- b+ => Divided\nAAB a- b+\nAAB a- b+ => Unhealthy:a Reunited:b" },
        { "tables that disagree about failed nodes go to a healthy candidate", "", $"{Up}\nAAB a- b- c+ => Divided\nAAB a- b- c+\nAAB a- b- c+ => Unhealthy:a Unhealthy:b Reunited:c" },
    };

    [Theory]
    [MemberData(nameof(Courses))]
    public void It_judges(string behaviour, string rules, string course)
    {
        var now = TimeSpan.Zero;
        var watch = new TargetWatch(new WatchRules
        {
            Candidates = rules.StartsWith("order=", StringComparison.Ordinal) ? rules[6..].Split(',') : ["a", "b", "c"],
            HoldDown = TimeSpan.FromSeconds(10),
            FailBack = rules == "failback",
        });
        foreach (var (number, line) in course.Split('\n').Index())
        {
            var (round, expected) = line.Split("=>") is [var r, var e] ? (r.Trim(), e.Trim()) : (line.Trim(), "");
            now += round.StartsWith('+') ? TimeSpan.FromSeconds(int.Parse(round[1..round.IndexOf('s', StringComparison.Ordinal)], CultureInfo.InvariantCulture)) : TimeSpan.FromSeconds(1);
            var actual = Play(watch, round.Split(' ').SkipWhile(w => w.StartsWith('+')).ToList(), now);

            // The first round of a course that begins with everybody well is told of in each.
            Assert.Equal($"{behaviour}, round {number + 1}: {(number == 0 && expected.Length == 0 ? "Watching:a" : expected)}", $"{behaviour}, round {number + 1}: {actual}");
        }
    }

    [Fact]
    public void A_node_that_could_not_be_made_the_target_is_tried_after_the_others()
    {
        var watch = new TargetWatch(new WatchRules { Candidates = ["a", "b", "c"], Rise = 1, Fall = 1, HoldDown = TimeSpan.FromSeconds(10) });
        Play(watch, ["A", "a+", "b+", "c+"], TimeSpan.FromSeconds(1));
        Look(watch, ["A", "a-", "b+", "c+"], TimeSpan.FromSeconds(2));
        Assert.Equal("b", watch.Decide(TimeSpan.FromSeconds(2))?.To);

        watch.MoveFailed("b", TimeSpan.FromSeconds(2));

        Assert.Equal("c", watch.Decide(TimeSpan.FromSeconds(3))?.To);
        Assert.Equal("b", watch.Decide(TimeSpan.FromSeconds(13))?.To);
    }

    [Fact]
    public void A_move_names_what_the_routes_must_still_point_to_and_what_has_failed()
    {
        var watch = new TargetWatch(new WatchRules { Candidates = ["a", "b", "c"], Rise = 1, Fall = 1 });

        Look(watch, ["ABBC", "a-", "b+", "c+"], TimeSpan.FromSeconds(1));

        var move = watch.Decide(TimeSpan.FromSeconds(1))!;
        Assert.Equal(("b", "a c", "a"), (move.To, string.Join(' ', move.From), string.Join(' ', move.Down)));
    }

    private static string Play(TargetWatch watch, List<string> words, TimeSpan now)
    {
        Look(watch, words, now);
        var move = watch.Decide(now);
        var told = watch.TakeFindings().Select(f => f.Node is null ? $"{f.Kind}" : $"{f.Kind}:{f.Node}").ToList();
        if (move is not null)
        {
            told.Add($"{move.Kind}:{move.To}");
            watch.Moved(move.To, now);
        }

        return string.Join(' ', told);
    }

    private static void Look(TargetWatch watch, List<string> words, TimeSpan now)
    {
        watch.See(words[0] switch
        {
            "?" => null,
            "none" => [],
            "gone" => [new RouteSighting("rtb-1", "", true)],
            var hops => [.. hops.TrimEnd('!').Index().Select(h => new RouteSighting($"rtb-{h.Index}", $"{char.ToLowerInvariant(h.Item)}", hops.EndsWith('!')))],
        }, now);
        var answers = words.Skip(1).Where(w => w != "cut").ToDictionary(w => w[..1], w => w[1] switch
        {
            '+' => ProbeAnswer.Passed("well"),
            '-' => ProbeAnswer.Failed("ill"),
            _ => ProbeAnswer.Unknown("nothing is known"),
        });
        watch.Observe(answers, !words.Contains("cut"), now);
    }
}
