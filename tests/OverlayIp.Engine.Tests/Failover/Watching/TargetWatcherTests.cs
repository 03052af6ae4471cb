using OverlayIp.Engine.Tests.Fakes;
using OverlayIp.Engine.Tests.Routing;

namespace OverlayIp.Engine.Tests.Failover.Watching;

/// <summary>A watch at work, with EC2 in memory.</summary>
public sealed class TargetWatcherTests : IDisposable
{
    private readonly WatchScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Routes_of_a_failed_target_are_moved_and_read_back()
    {
        _scene.Watch(8, round => Fail(RouteScene.EniA, from: 2, round));

        Assert.All(_scene.Routes.Hops, hop => Assert.Equal(RouteScene.EniB, hop));
        Assert.Equal("Unhealthy Switched", _scene.Kinds);
        var switched = _scene.The(OverlayHealthEventKind.Switched);
        Assert.Equal(
            (RouteScene.Address, RouteScene.NodeB, RouteScene.NodeA, RouteScene.NodeB, RouteScene.Vpc, "eu-central-1", "2 route tables, read back.", null),
            (switched.DestinationCidr, switched.Candidate, switched.From, switched.To, switched.VpcId, switched.Region, switched.Detail, switched.ErrorId));
        Assert.True(switched.Elapsed > TimeSpan.Zero);
    }

    [Fact]
    public void Nodes_are_asked_at_their_private_addresses()
    {
        _scene.Watch(1);

        Assert.Equal(
            [(RouteScene.NodeA, "10.0.0.10", true), (RouteScene.NodeB, "10.0.0.11", false), (WatchScene.NodeC, "10.0.0.12", false)],
            _scene.Probe.Asked.Select(n => (n.InstanceId!, n.Address!, n.IsTarget)));
    }

    [Fact]
    public void The_target_is_asked_at_the_overlay_address_when_that_is_wished()
    {
        _scene.Options = _scene.Options with { ProbeOverlayAddress = true };
        _scene.Watch(1);
        Assert.Equal(["10.2.0.1", "10.0.0.11", "10.0.0.12"], _scene.Probe.Asked.Select(n => n.Address));
    }

    [Fact]
    public void A_node_that_does_not_answer_in_time_has_failed_and_the_others_are_not_kept_waiting()
    {
        _scene.Probe.Silent.Add(RouteScene.EniA);
        _scene.Watch(3);

        Assert.Equal("Unhealthy Switched", _scene.Kinds);
        Assert.Contains("no answer within 2 s", _scene.The(OverlayHealthEventKind.Unhealthy).Detail, StringComparison.Ordinal);
        Assert.InRange(_scene.Elapsed, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(17));
    }

    [Fact]
    public void Rounds_begin_an_interval_apart_whatever_they_take()
    {
        var began = new List<TimeSpan>();
        _scene.Watch(5, _ => began.Add(_scene.Elapsed));
        Assert.All(began.Zip(began.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, TimeSpan.FromSeconds(4.95), TimeSpan.FromSeconds(5.05)));
    }

    [Fact]
    public void Jitter_lengthens_the_interval_by_no_more_than_it_says()
    {
        _scene.Options = _scene.Options with { Jitter = TimeSpan.FromSeconds(2) };
        var began = new List<TimeSpan>();
        _scene.Watch(30, _ => began.Add(_scene.Elapsed));
        var intervals = began.Zip(began.Skip(1), (first, second) => (second - first).TotalSeconds).ToList();
        Assert.All(intervals, i => Assert.InRange(i, 4.9, 7.1));
        Assert.True(intervals.Max() - intervals.Min() > 0.1);
    }

    [Fact]
    public void A_target_that_is_no_candidate_is_met_and_watched()
    {
        _scene.Options = _scene.Options with { Candidates = [RouteTarget.Instance(RouteScene.NodeB)] };
        _scene.Watch(6, round => Fail(RouteScene.EniA, from: 2, round));

        Assert.Equal("Unhealthy Switched", _scene.Kinds);
        Assert.Equal(RouteScene.NodeA, _scene.The(OverlayHealthEventKind.Unhealthy).Candidate);
        Assert.All(_scene.Routes.Hops, hop => Assert.Equal(RouteScene.EniB, hop));
    }

    [Fact]
    public void What_is_not_allowed_is_asked_once_and_not_done()
    {
        using var scene = new WatchScene(allows: false);
        scene.Probe.Ill.Add(RouteScene.EniA);
        scene.Watch(10);

        Assert.Equal(
            ["Replace route to i-0000000a by route to i-0000000b | 10.2.0.1/32 in rtb-00000001, rtb-00000002"],
            scene.Follower.Questions);
        Assert.Equal("Unhealthy Declined", scene.Kinds);
        Assert.Empty(scene.Ec2.Mutations);
    }

    [Fact]
    public void An_API_that_is_down_is_told_once_and_outlasted()
    {
        var outage = new FakeFault { Error = Errors.Unavailable };
        _scene.Watch(14, round =>
        {
            if (round == 2)
                _scene.Ec2.Faults.Add(outage);
            Fail(RouteScene.EniA, from: 4, round);
            if (round == 10)
                outage.Times = 0;
        });

        Assert.Equal("ApiUnavailable Unhealthy ApiAvailable Switched", _scene.Kinds);
        Assert.Equal("ServiceUnavailable", _scene.The(OverlayHealthEventKind.ApiUnavailable).ErrorId);
        Assert.All(_scene.Routes.Hops, hop => Assert.Equal(RouteScene.EniB, hop));
    }

    [Theory]
    [InlineData("throttled")]
    [InlineData("unavailable")]
    [InlineData("refused")]
    public void A_watch_that_starts_in_an_outage_waits_for_its_end(string kind)
    {
        var outage = new FakeFault { Error = kind switch { "throttled" => Errors.Throttled, "refused" => Errors.Refused, _ => Errors.Unavailable }, Times = 9 };
        _scene.Ec2.Faults.Add(outage);
        _scene.Watch(2);
        Assert.Equal("ApiUnavailable ApiAvailable", _scene.Kinds);
        Assert.Equal(OverlayHealthEventKind.ApiUnavailable, _scene.Follower.Told[0].Kind);
    }

    [Fact]
    public void Being_denied_from_the_start_is_an_error_and_later_it_is_outlasted()
    {
        var denied = new FakeFault { Action = "DescribeRouteTables", Error = Errors.Denied };
        _scene.Watch(6, round =>
        {
            if (round == 2)
                _scene.Ec2.Faults.Add(denied);
            if (round == 4)
                denied.Times = 0;
        });
        Assert.Equal("ApiUnavailable ApiAvailable", _scene.Kinds);

        using var late = new WatchScene();
        late.Ec2.Faults.Add(new FakeFault { Action = "DescribeRouteTables", Error = Errors.Denied });
        Assert.Equal("AccessDenied", Assert.Throws<OverlayIpException>(() => late.Watch(2)).ErrorId);
    }

    [Fact]
    public void Nothing_is_watched_without_routes_or_candidates()
    {
        using var unrouted = new WatchScene();
        unrouted.Options = unrouted.Options with { Destination = RouteDestination.Parse("10.2.0.99") };
        Assert.Equal("RouteNotFound", Assert.Throws<OverlayIpException>(() => unrouted.Watch(1)).ErrorId);

        _scene.Options = _scene.Options with { Candidates = [RouteTarget.Instance("i-00000099")] };
        Assert.Equal("InstanceNotFound", Assert.Throws<OverlayIpException>(() => _scene.Watch(1)).ErrorId);
    }

    [Fact]
    public void What_another_has_moved_meanwhile_is_adopted_and_left()
    {
        _scene.Probe.Ill.Add(RouteScene.EniA);
        var moved = false;
        _scene.Ec2.Arriving = call =>
        {
            // Between the look and the plan: the plan reads the tables by their ids.
            if (!moved && call is { Action: "DescribeRouteTables", Request: Amazon.EC2.Model.DescribeRouteTablesRequest { RouteTableIds.Count: > 0 } })
            {
                moved = true;
                PointTo(WatchScene.EniC);
            }

            return Task.CompletedTask;
        };

        _scene.Watch(6);

        Assert.Equal("Unhealthy Adopted", _scene.Kinds);
        Assert.Equal(WatchScene.NodeC, _scene.The(OverlayHealthEventKind.Adopted).To);
        Assert.Empty(_scene.Ec2.Mutations);
    }

    [Fact]
    public void A_switch_that_another_overwrites_is_adopted_and_not_repeated()
    {
        _scene.Probe.Ill.Add(RouteScene.EniA);
        _scene.Ec2.CarriedOut = call =>
        {
            if (call.IsMutating && _scene.Ec2.Mutations.Count() == 2)
                PointTo(WatchScene.EniC);
        };

        _scene.Watch(8);

        Assert.Equal("Unhealthy Adopted", _scene.Kinds);
        Assert.All(_scene.Routes.Hops, hop => Assert.Equal(WatchScene.EniC, hop));
        Assert.Equal(2, _scene.Ec2.Mutations.Count());
    }

    [Fact]
    public void A_candidate_that_cannot_be_the_target_is_told_and_the_next_one_is_taken()
    {
        _scene.Ec2.Interfaces.Find(i => i.NetworkInterfaceId == RouteScene.EniB)!.SourceDestCheck = true;
        _scene.Probe.Ill.Add(RouteScene.EniA);
        _scene.Watch(6);

        Assert.Equal("Unhealthy SwitchFailed Switched", _scene.Kinds);
        Assert.Equal("TargetCheckEnabled", _scene.The(OverlayHealthEventKind.SwitchFailed).ErrorId);
        Assert.All(_scene.Routes.Hops, hop => Assert.Equal(WatchScene.EniC, hop));
    }

    [Fact]
    public void A_failure_that_stays_the_same_is_told_once()
    {
        _scene.Options = _scene.Options with { Candidates = [RouteTarget.Instance(RouteScene.NodeA), RouteTarget.Instance(RouteScene.NodeB)] };
        _scene.Ec2.Faults.Add(new FakeFault { Action = "ReplaceRoute", Error = Errors.Denied });
        _scene.Probe.Ill.Add(RouteScene.EniA);
        _scene.Watch(10);

        Assert.Equal("Unhealthy SwitchFailed", _scene.Kinds);
        Assert.Equal("AccessDenied", _scene.The(OverlayHealthEventKind.SwitchFailed).ErrorId);
    }

    [Fact]
    public void A_table_that_stayed_behind_is_moved_later()
    {
        var fault = new FakeFault { Action = "ReplaceRoute", RouteTableId = RouteScene.Table(2), Error = Errors.Denied };
        _scene.Ec2.Faults.Add(fault);
        _scene.Probe.Ill.Add(RouteScene.EniA);
        _scene.Watch(12, round => fault.Times = round >= 4 ? 0 : fault.Times);

        Assert.All(_scene.Routes.Hops, hop => Assert.Equal(RouteScene.EniB, hop));
        Assert.Equal("Unhealthy SwitchFailed Divided Reunited", _scene.Kinds);
    }

    [Fact]
    public void The_failed_instance_is_stopped_before_its_routes_are_moved()
    {
        _scene.Options = _scene.Options with { Fence = true };
        _scene.Probe.Ill.Add(RouteScene.EniA);
        _scene.Watch(4);

        Assert.Equal("Unhealthy Fenced Switched", _scene.Kinds);
        Assert.Equal("StopInstances ReplaceRoute ReplaceRoute", string.Join(' ', _scene.Ec2.Mutations.Select(c => c.Action)));
        Assert.Equal("stopped", _scene.Ec2.Instances.Find(i => i.InstanceId == RouteScene.NodeA)!.State!.Name!.Value);
        Assert.Contains("Stop i-0000000a by force, then replace route", Assert.Single(_scene.Follower.Questions), StringComparison.Ordinal);

        // Not before it was seen to be stopped.
        var stopped = _scene.Ec2.Calls.FindIndex(c => c.Action == "StopInstances");
        var moved = _scene.Ec2.Calls.FindIndex(c => c.Action == "ReplaceRoute");
        Assert.True(_scene.Ec2.Calls.Skip(stopped).Take(moved - stopped).Count(c => c.Action == "DescribeInstances") >= 2);
    }

    [Fact]
    public void Routes_stay_when_the_failed_instance_cannot_be_stopped()
    {
        _scene.Options = _scene.Options with { Fence = true };
        _scene.Ec2.Faults.Add(new FakeFault { Action = "StopInstances", Error = Errors.Denied });
        _scene.Probe.Ill.Add(RouteScene.EniA);
        _scene.Watch(8);

        Assert.Equal("Unhealthy FenceFailed", _scene.Kinds);
        Assert.Equal("AccessDenied", _scene.The(OverlayHealthEventKind.FenceFailed).ErrorId);
        Assert.All(_scene.Routes.Hops, hop => Assert.Equal(RouteScene.EniA, hop));
    }

    [Fact]
    public void Failing_back_stops_nobody()
    {
        PointTo(RouteScene.EniB);
        _scene.Options = _scene.Options with { Fence = true, FailBack = true };
        _scene.Watch(12);

        Assert.Equal("FailedBack", _scene.Kinds);
        Assert.DoesNotContain(_scene.Ec2.Calls, c => c.Action == "StopInstances");
    }

    [Fact]
    public void Stopped_in_the_middle_of_a_switch_it_says_what_was_under_way()
    {
        _scene.Probe.Ill.Add(RouteScene.EniA);
        _scene.Ec2.Arriving = call =>
        {
            if (call.IsMutating)
                _scene.Follower.Stop();
            return Task.CompletedTask;
        };

        var end = _scene.Watch(8);

        var execution = Assert.Single(end.Interrupted);
        Assert.True(execution.Cancelled);
        Assert.Equal(2, execution.Reports.Count);
    }

    [Theory]
    [InlineData("", "Kept", 2)]
    [InlineData(RouteScene.EniA, "Unhealthy Switched", 3)]
    [InlineData($"{RouteScene.EniA} {RouteScene.EniB} {WatchScene.EniC}", "Unhealthy Unhealthy Unhealthy NoCandidate Kept", 3)]
    public void Looking_once_ends_as_soon_as_all_is_known(string ill, string expected, int rounds)
    {
        _scene.Options = _scene.Options with { Once = true };
        _scene.Probe.Ill.UnionWith(ill.Split(' '));
        _scene.Watch();

        Assert.Equal(expected, _scene.Kinds);
        Assert.Equal(rounds, _scene.Probe.Asked.Count(n => n.NetworkInterfaceId == RouteScene.EniA));
    }

    [Fact]
    public void Looking_once_is_bounded_though_a_node_flutters()
    {
        _scene.Options = _scene.Options with { Once = true };
        var fluttering = 0;
        _scene.Ec2.CarriedOut = _ =>
        {
            if (fluttering++ % 2 == 0)
                _scene.Probe.Ill.Add(RouteScene.EniA);
            else
                _scene.Probe.Ill.Remove(RouteScene.EniA);
        };
        _scene.Watch();

        Assert.Equal("Kept", _scene.Kinds);
        Assert.InRange(_scene.Probe.Asked.Count(n => n.NetworkInterfaceId == RouteScene.EniA), 2, 5);
    }

    [Fact]
    public void Looking_once_fails_at_once_when_the_API_is_down()
    {
        _scene.Options = _scene.Options with { Once = true };
        _scene.Ec2.Faults.Add(new FakeFault { Error = Errors.Unavailable });
        Assert.Equal("ServiceUnavailable", Assert.Throws<OverlayIpException>(() => _scene.Watch()).ErrorId);
    }

    [Fact]
    public void The_status_says_of_every_node_how_it_is()
    {
        _scene.Watch(3, round => Fail(RouteScene.EniB, from: 1, round));
        Assert.Equal("i-0000000a (target) healthy (well), i-0000000b unknown (ill), i-0000000c healthy (well)", _scene.Follower.Status);
    }

    private void Fail(string eni, int from, int round)
    {
        if (round >= from)
            _scene.Probe.Ill.Add(eni);
    }

    private void PointTo(string eni)
    {
        foreach (var table in _scene.Ec2.Tables)
            _scene.Ec2.PutOverlay(table.Id, RouteScene.Address, eni);
    }
}
