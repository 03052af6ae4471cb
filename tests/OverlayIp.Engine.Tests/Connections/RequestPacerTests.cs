using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Tests.Fakes;
using OverlayIp.Engine.Tests.Routing;

namespace OverlayIp.Engine.Tests.Connections;

public class RequestPacerTests
{
    // The theory is the bucket's own: what is in it at once, the rest at the rate of its refill.
    [Theory]
    [InlineData(500, 50, 5, 1)]
    [InlineData(500, 50, 5, 20)]
    [InlineData(500, 50, 5, 100)]
    [InlineData(500, 50, 5, 400)]
    [InlineData(200, 50, 5, 20)]
    [InlineData(500, 100, 20, 20)]
    [InlineData(300, 10, 2, 20)]
    [InlineData(300, 20, 50, 20)]
    public void A_large_route_set_takes_little_longer_than_the_bucket_allows(int tables, int capacity, int rate, int latencyMilliseconds)
    {
        var scene = new RouteScene(tables) { Ec2 = { Latency = TimeSpan.FromMilliseconds(latencyMilliseconds) } };
        var plan = scene.Plan(RouteScene.ToB());
        scene.Ec2.Limit("ReplaceRoute", capacity, rate);

        var run = scene.Execute(plan);

        Assert.All(run.Reports, r => Assert.Equal(RouteChangeOutcome.Replaced, r.Outcome));
        var theory = (tables - capacity) / (double)rate;
        Assert.InRange(run.Elapsed.TotalSeconds, theory, (theory * 1.06) + 2);

        // It must not be bought by hammering: about one call in five is refused.
        Assert.InRange(run.Reports.Sum(r => r.Attempts), tables, tables * 1.45);
    }

    [Fact]
    public void Nothing_is_spaced_until_the_first_throttle()
    {
        var clock = new VirtualClock();
        var pacer = new RequestPacer(clock);
        var most = 0;
        var inFlight = 0;

        VirtualTime.Run(clock, () => Task.WhenAll(Enumerable.Range(0, 100).Select(_ => pacer.RunAsync(
            async token =>
            {
                most = Math.Max(most, ++inFlight);
                await Task.Delay(TimeSpan.FromMilliseconds(10), clock, token);
                inFlight--;
                return true;
            },
            _ => false,
            CancellationToken.None))));

        Assert.Equal(RequestPacer.MaxConcurrency, most);
        Assert.Equal(TimeSpan.Zero, pacer.Space);
        Assert.Equal(0, inFlight);
    }

    [Fact]
    public void Calls_get_their_turn_in_the_order_in_which_they_came()
    {
        var clock = new VirtualClock();
        var pacer = new RequestPacer(clock);
        var order = new List<int>();

        VirtualTime.Run(clock, () => Task.WhenAll(Enumerable.Range(0, 100).Select(i => pacer.RunAsync(
            async token =>
            {
                order.Add(i);
                await Task.Delay(TimeSpan.FromMilliseconds(10), clock, token);
                return i;
            },
            _ => false,
            CancellationToken.None))));

        Assert.Equal(Enumerable.Range(0, 100), order);
    }

    [Fact]
    public void The_space_is_forgotten_when_the_bucket_has_had_time_to_fill()
    {
        var clock = new VirtualClock();
        var pacer = new RequestPacer(clock);

        VirtualTime.Run(clock, async () =>
        {
            await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => ThrottledAsync(pacer));
            Assert.True(pacer.Space > TimeSpan.Zero);
            await Task.Delay(TimeSpan.FromSeconds(31), clock);
            await pacer.RunAsync(_ => Task.FromResult(true), _ => false, CancellationToken.None);
        });

        Assert.Equal(TimeSpan.Zero, pacer.Space);
    }

    [Fact]
    public void Waiting_for_a_turn_can_be_stopped_and_leaves_the_turn_to_the_next()
    {
        var clock = new VirtualClock();
        var pacer = new RequestPacer(clock);
        using var stop = new CancellationTokenSource();
        var ran = new List<string>();

        VirtualTime.Run(clock, async () =>
        {
            await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => ThrottledAsync(pacer));
            var first = pacer.RunAsync(_ => Run("first"), _ => false, stop.Token);
            var second = pacer.RunAsync(_ => Run("second"), _ => false, CancellationToken.None);
            Stop();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
            await second;
        });

        Assert.Equal(["second"], ran);

        void Stop() => stop.Cancel();

        Task<bool> Run(string name)
        {
            ran.Add(name);
            return Task.FromResult(true);
        }
    }

    [Fact]
    public void A_stopped_token_never_gets_as_far_as_the_call()
    {
        var pacer = new RequestPacer(TimeProvider.System);
        var called = false;

        var run = pacer.RunAsync(_ => Task.FromResult(called = true), _ => false, new CancellationToken(canceled: true));

        Assert.True(run.IsCanceled);
        Assert.False(called);
    }

    [Fact]
    public void A_failed_call_gives_its_place_back()
    {
        var clock = new VirtualClock();
        var pacer = new RequestPacer(clock);

        VirtualTime.Run(clock, async () =>
        {
            for (var i = 0; i < RequestPacer.MaxConcurrency + 1; i++)
            {
                await Assert.ThrowsAsync<IOException>(() => pacer.RunAsync<bool>(_ => throw new IOException(), _ => false, CancellationToken.None));
            }
        });
    }

    // Any exception that the test names a throttle is one.
    private static Task<bool> ThrottledAsync(RequestPacer pacer) =>
        pacer.RunAsync<bool>(_ => throw new TimeZoneNotFoundException(), e => e is TimeZoneNotFoundException, CancellationToken.None);
}
