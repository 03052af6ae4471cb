using System.Diagnostics;
using System.Text;
using Amazon.EC2.Model;
using OverlayIp.Ec2.Tests.Support;

namespace OverlayIp.Ec2.Tests;

public class CancellationTests
{
    [Fact]
    public async Task Cancelling_stops_a_call_that_waits_for_its_answer()
    {
        var received = new TaskCompletionSource();
        await using var server = LoopbackEc2.Start(async (_, stop) =>
        {
            received.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
        });
        using var client = server.Client();
        using var cancellation = new CancellationTokenSource();

        var call = client.ReplaceRouteAsync(new ReplaceRouteRequest(), cancellation.Token);
        await received.Task;
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Cancelling_stops_a_call_in_the_middle_of_its_answer()
    {
        var begun = new TaskCompletionSource();
        await using var server = LoopbackEc2.Start(async (context, stop) =>
        {
            context.Response.SendChunked = true;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes("<DescribeRouteTablesResponse><routeTableSet><item>"), stop);
            await context.Response.OutputStream.FlushAsync(stop);
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
        });
        using var client = server.Client();
        using var cancellation = new CancellationTokenSource();

        var call = Task.Run(() => client.DescribeRouteTablesAsync(cancellation.Token));
        await begun.Task;
        await Task.WhenAny(call, Task.Delay(100));
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Cancelling_stops_the_wait_before_another_attempt()
    {
        var fake = new FakeEc2();
        for (var i = 0; i < 50; i++)
            fake.AnswerError(System.Net.HttpStatusCode.ServiceUnavailable, "RequestLimitExceeded", "Request limit exceeded.");
        using var client = fake.Client(config => (config.MaxErrorRetry, config.ThrottleRetries) = (49, false));
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ReplaceRouteAsync(new ReplaceRouteRequest(), cancellation.Token));
    }

    [Fact]
    public async Task A_call_whose_token_is_already_cancelled_sends_nothing()
    {
        var fake = new FakeEc2();
        using var client = fake.Client();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ReplaceRouteAsync(new ReplaceRouteRequest(), new CancellationToken(canceled: true)));

        Assert.Empty(fake.Requests);
    }

    [Fact]
    public async Task A_call_that_takes_longer_than_the_configured_timeout_times_out()
    {
        await using var server = LoopbackEc2.Start((_, stop) => Task.Delay(Timeout.Infinite, stop));
        using var client = server.Client(config => config.Timeout = TimeSpan.FromMilliseconds(300));
        var elapsed = Stopwatch.StartNew();

        await Assert.ThrowsAsync<TimeoutException>(() => client.DescribeVpcsAsync());

        // Without a configured one it would have been 100 seconds.
        Assert.True(elapsed.Elapsed < TimeSpan.FromSeconds(60), $"{elapsed.Elapsed}");
    }
}
