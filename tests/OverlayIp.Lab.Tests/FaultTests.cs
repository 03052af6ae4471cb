using System.Diagnostics;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

public sealed class FaultTests
{
    private const string Overlay = "10.2.0.1/32";

    [Fact]
    public async Task Latency_delays_each_call_and_parallel_calls_overlap()
    {
        await using var lab = await LabClient.StartAsync();
        await lab.DoAsync("DescribeVpcs");
        lab.Server.SetFault(new() { Latency = TimeSpan.FromSeconds(2), Actions = ["DescribeVpcs"] });
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => lab.DoAsync("DescribeVpcs")));
        // One after the other they would take 40 seconds.
        Assert.InRange(watch.ElapsedMilliseconds, 1990, 39_000);

        // With a latency like this, the answer would come long after the test's client had given up.
        lab.Server.SetFault(new() { Latency = TimeSpan.FromMinutes(5), Actions = ["DescribeVpcs"] });
        await lab.DoAsync("DescribeSubnets");
    }

    [Fact]
    public async Task Documented_token_buckets_are_100_20_for_describes_and_50_5_for_changes()
    {
        var clock = new ManualClock();
        await using var lab = await LabClient.StartAsync(new() { Clock = clock });
        await TestVpc.CreateRouteAsync(lab, lab.MainTable, Overlay, lab.NodeA.NetworkInterfaceId);
        lab.Server.SetFault(new() { Throttling = true });
        Assert.Equal(100, await AnsweredAsync(lab, 130, "DescribeVpcs"));
        Assert.Equal(100, await AnsweredAsync(lab, 130, "DescribeSubnets"));
        Assert.Equal(50, await AnsweredAsync(lab, 60, "ReplaceRoute"));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(40, await AnsweredAsync(lab, 60, "DescribeVpcs"));
        Assert.Equal(10, await AnsweredAsync(lab, 20, "ReplaceRoute"));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(50, await AnsweredAsync(lab, 60, "ReplaceRoute"));
        await lab.RefusedAsync(503, "RequestLimitExceeded", "Request limit exceeded.", "ReplaceRoute", Replace(lab));
    }

    [Fact]
    public async Task Own_token_buckets_go_before_the_documented_ones()
    {
        var clock = new ManualClock();
        await using var lab = await LabClient.StartAsync(new() { Clock = clock });
        lab.Server.SetFault(new() { Throttling = true, Throttles = new Dictionary<string, OverlayLabTokenBucket> { ["DescribeVpcs"] = new(3, 1), ["*"] = new(7, 1) } });
        Assert.Equal(3, await AnsweredAsync(lab, 10, "DescribeVpcs"));
        Assert.Equal(7, await AnsweredAsync(lab, 10, "DescribeSubnets"));
        clock.Advance(TimeSpan.FromMilliseconds(1500));
        Assert.Equal(1, await AnsweredAsync(lab, 10, "DescribeVpcs"));
    }

    [Fact]
    public async Task A_change_stays_invisible_to_describes_for_the_delay_but_counts_at_once_for_changes()
    {
        var clock = new ManualClock();
        await using var lab = await LabClient.StartAsync(new() { Clock = clock });
        await TestVpc.CreateRouteAsync(lab, lab.MainTable, Overlay, lab.NodeA.NetworkInterfaceId);
        lab.Server.SetFault(new() { ConsistencyDelay = TimeSpan.FromSeconds(5) });
        Assert.Equal(lab.NodeA.InstanceId, (await lab.RouteAsync(lab.MainTable, Overlay))?.InstanceId);

        clock.Advance(TimeSpan.FromSeconds(1));
        await lab.DoAsync("ReplaceRoute", Replace(lab));
        clock.Advance(TimeSpan.FromSeconds(2));
        await lab.DoAsync("DeleteRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", Overlay));
        await lab.RefusedAsync(400, "InvalidRoute.NotFound", null, "DeleteRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", Overlay));

        Assert.Equal(lab.NodeA.InstanceId, (await lab.RouteAsync(lab.MainTable, Overlay))?.InstanceId);
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(lab.NodeB.InstanceId, (await lab.RouteAsync(lab.MainTable, Overlay))?.InstanceId);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await lab.RouteAsync(lab.MainTable, Overlay));
    }

    [Fact]
    public async Task Reset_before_changes_nothing_and_reset_after_has_changed_it()
    {
        await using var lab = await LabClient.StartAsync();
        lab.Server.SetFault(new() { ConnectionResetRate = 1, Actions = ["CreateRoute"] });
        await Assert.ThrowsAsync<HttpRequestException>(() => TestVpc.CreateRouteAsync(lab, lab.MainTable, Overlay, lab.NodeA.NetworkInterfaceId));
        Assert.Null(await lab.RouteAsync(lab.MainTable, Overlay));
        lab.Server.SetFault(new() { ResetAfterRate = 1, Actions = ["CreateRoute"] });
        await Assert.ThrowsAsync<HttpRequestException>(() => TestVpc.CreateRouteAsync(lab, lab.MainTable, Overlay, lab.NodeA.NetworkInterfaceId));
        Assert.Equal("active", (await lab.RouteAsync(lab.MainTable, Overlay))?.State);
        Assert.All(lab.Server.Calls.Where(call => call.Action == "CreateRoute"), call => Assert.Equal(0, call.HttpStatus));
    }

    [Fact]
    public async Task Errors_come_at_the_rate_asked_for_and_are_the_same_for_a_seed()
    {
        async Task<string> RunAsync()
        {
            await using var lab = await LabClient.StartAsync(new() { Seed = 42 });
            lab.Server.SetFault(new() { ErrorRate = 0.5 });
            var codes = new List<string>();
            for (var i = 0; i < 200; i++)
            {
                codes.Add((await lab.CallAsync("DescribeVpcs")).Code ?? "-");
            }

            Assert.InRange(codes.Count(code => code == "-"), 70, 130);
            Assert.Equal(["-", "InternalError", "Unavailable"], codes.Distinct().Order(StringComparer.Ordinal));
            return string.Join(' ', codes);
        }

        Assert.Equal(await RunAsync(), await RunAsync());
    }

    [Fact]
    public async Task Faults_can_be_restricted_to_actions_and_resources()
    {
        await using var lab = await LabClient.StartAsync();
        var second = lab.Lab.RouteTableIds[1];
        await TestVpc.CreateRouteAsync(lab, second, Overlay, lab.NodeA.NetworkInterfaceId);
        await TestVpc.CreateRouteAsync(lab, lab.MainTable, Overlay, lab.NodeA.NetworkInterfaceId);
        lab.Server.SetFault(new() { ErrorRate = 1, Actions = ["ReplaceRoute"], ResourceIds = [second] });
        await lab.DoAsync("ReplaceRoute", Replace(lab));
        await lab.DoAsync("DescribeRouteTables", ("RouteTableId.1", second));
        var failed = await lab.CallAsync("ReplaceRoute", ("RouteTableId", second), ("DestinationCidrBlock", Overlay), ("InstanceId", lab.NodeB.InstanceId));
        Assert.Contains(failed.Status, new[] { 500, 503 });
        Assert.Equal(lab.NodeA.InstanceId, (await lab.RouteAsync(second, Overlay))?.InstanceId);
    }

    [Fact]
    public async Task An_outage_refuses_everything_until_it_ends()
    {
        await using var lab = await LabClient.StartAsync();
        lab.Server.SetFault(new() { Outage = true });
        await lab.RefusedAsync(503, "Unavailable", null, "DescribeVpcs");
        lab.Server.SetFault(new());
        await lab.DoAsync("DescribeVpcs");
        Assert.True(lab.Server.Fault.IsNone);
    }

    [Fact]
    public async Task Every_call_is_listed_whatever_became_of_it()
    {
        await using var lab = await LabClient.StartAsync();
        await lab.DoAsync("DescribeVpcs", ("VpcId.1", lab.Lab.VpcId!));
        lab.Server.SetFault(new() { DeniedActions = ["DescribeVpcs"], Throttles = new Dictionary<string, OverlayLabTokenBucket> { ["DescribeSubnets"] = new(1, 0.001) } });
        await lab.CallAsync("DescribeVpcs");
        await lab.CallAsync("DescribeSubnets");
        await lab.CallAsync("DescribeSubnets");
        Assert.Equal(
            [("DescribeVpcs", 200, null), ("DescribeVpcs", 403, "UnauthorizedOperation"), ("DescribeSubnets", 200, null), ("DescribeSubnets", 503, "RequestLimitExceeded")],
            lab.Server.Calls.Select(call => (call.Action, call.HttpStatus, call.ErrorCode)));
        var first = lab.Server.Calls[0];
        Assert.Equal([new("VpcId.1", lab.Lab.VpcId!)], first.Parameters);
        Assert.True(Guid.TryParse(first.RequestId, out _));
        Assert.True(first.Elapsed > TimeSpan.Zero);
        lab.Server.ClearCalls();
        Assert.Empty(lab.Server.Calls);
        Assert.Equal(4, lab.Server.Describe().CallCount);
    }

    [Fact]
    public async Task A_call_that_has_arrived_is_under_way_until_it_is_answered_and_keeps_to_the_faults_it_met()
    {
        await using var lab = await LabClient.StartAsync();
        var oneCall = new Dictionary<string, OverlayLabTokenBucket> { ["DescribeVpcs"] = new(1, 0.001) };
        lab.Server.SetFault(new() { Latency = TimeSpan.FromSeconds(1), Throttles = oneCall });
        var early = lab.DoAsync("DescribeVpcs");
        await Until.TrueAsync(() => early.IsCompleted || lab.Server.Describe().CallsUnderWay == 1);

        lab.Server.SetFault(new() { Throttles = oneCall });
        await lab.DoAsync("DescribeVpcs");
        await early;
        await lab.RefusedAsync(503, "RequestLimitExceeded", null, "DescribeVpcs");
        Assert.Equal(0, lab.Server.Describe().CallsUnderWay);
    }

    [Fact]
    public async Task Faults_out_of_bounds_are_refused()
    {
        await using var lab = await LabServer.StartAsync(new(), CancellationToken.None);
        foreach (var fault in new OverlayLabFault[] { new() { ErrorRate = 1.1 }, new() { ResetAfterRate = double.NaN }, new() { Latency = TimeSpan.FromSeconds(-1) }, new() { ConsistencyDelay = TimeSpan.MaxValue } })
        {
            Assert.Equal("LabFaultInvalid", Assert.Throws<OverlayIpException>(() => lab.SetFault(fault)).ErrorId);
        }

        Assert.True(lab.Fault.IsNone);
    }

    [Fact]
    public async Task Documented_buckets_are_restricted_to_actions_and_own_ones_are_not()
    {
        var clock = new ManualClock();
        await using var lab = await LabClient.StartAsync(new() { Clock = clock });
        lab.Server.SetFault(new() { Throttling = true, Actions = ["DescribeVpcs"], Throttles = new Dictionary<string, OverlayLabTokenBucket> { ["DescribeTags"] = new(2, 1) } });
        Assert.Equal(100, await AnsweredAsync(lab, 110, "DescribeVpcs"));
        Assert.Equal(110, await AnsweredAsync(lab, 110, "DescribeSubnets"));
        Assert.Equal(2, await AnsweredAsync(lab, 5, "DescribeTags"));
    }

    [Fact]
    public async Task A_new_instance_can_be_changed_before_describes_see_it()
    {
        var clock = new ManualClock();
        await using var lab = await LabClient.StartAsync(new() { Clock = clock });
        lab.Server.SetFault(new() { ConsistencyDelay = TimeSpan.FromSeconds(5) });
        var launched = await lab.DoAsync("RunInstances", ("ImageId", TestVpc.Image), ("MinCount", "1"), ("MaxCount", "1"), ("SubnetId", lab.NodeA.SubnetId));
        var id = launched.Text("instanceId")!;
        await lab.RefusedAsync(400, "InvalidInstanceID.NotFound", null, "DescribeInstances", ("InstanceId.1", id));
        await lab.DoAsync("ModifyInstanceAttribute", ("InstanceId", id), ("SourceDestCheck.Value", "false"));
        await lab.DoAsync("TerminateInstances", ("InstanceId.1", id));
    }

    [Fact]
    public async Task Denied_describes_name_no_resource()
    {
        await using var lab = await LabClient.StartAsync();
        lab.Server.SetFault(new() { DeniedActions = ["DescribeRouteTables"] });
        await lab.RefusedAsync(403, "UnauthorizedOperation",
            "You are not authorized to perform this operation. User: arn:aws:iam::123456789012:user/lab is not authorized to perform: ec2:DescribeRouteTables because no identity-based policy allows the ec2:DescribeRouteTables action",
            "DescribeRouteTables");
    }

    private static (string, string)[] Replace(LabClient lab) =>
        [("RouteTableId", lab.MainTable), ("DestinationCidrBlock", Overlay), ("InstanceId", lab.NodeB.InstanceId)];

    private static async Task<int> AnsweredAsync(LabClient lab, int calls, string action)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, calls).Select(_ => lab.CallAsync(action, action == "ReplaceRoute" ? Replace(lab) : [])));
        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 503));
        return answers.Count(answer => answer.Status == 200);
    }
}
