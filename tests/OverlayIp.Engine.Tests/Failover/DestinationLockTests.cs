using OverlayIp.Engine.Failover;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Engine.Tests.Failover;

public sealed class DestinationLockTests : IDisposable
{
    // Not quite now: the clock may be put right meanwhile, and a wish of the future is none.
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow.AddHours(-1);

    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"overlayip-lock-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task The_second_call_waits_for_the_first()
    {
        var first = await AcquireAsync("takeover", Now, "10.2.0.1");
        var waits = new Listener();
        var second = AcquireAsync("takeover", Now, waits, "10.2.0.1");
        await waits.Heard.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second.WaitAsync(TimeSpan.FromSeconds(30))).Dispose();
    }

    [Fact]
    public async Task Other_destinations_are_not_waited_for()
    {
        using var first = await AcquireAsync("takeover", Now, "10.2.0.1", "2001:db8::1");
        using var second = await AcquireAsync("takeover", Now, "10.2.0.2").WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Calls_with_several_destinations_do_not_wait_for_each_other_for_ever()
    {
        for (var i = 0; i < 20; i++)
        {
            var both = await Task.WhenAll(
                TakeAndGiveAsync("10.2.0.1", "10.2.0.2"),
                TakeAndGiveAsync("10.2.0.2", "10.2.0.1")).WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal([true, true], both);
        }
    }

    [Fact]
    public async Task Waiting_ends_with_the_callers_time()
    {
        using var first = await AcquireAsync("takeover", Now, "10.2.0.1");
        using var source = new CancellationTokenSource();
        var second = DestinationLock.AcquireAsync([_directory], [RouteDestination.Parse("10.2.0.1")], new FailoverWish("takeover", Now), SilentObserver.Instance, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task A_wish_that_a_newer_one_has_overtaken_gives_up()
    {
        (await AcquireAsync("takeover", Now, "10.2.0.1")).Dispose();
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => AcquireAsync("release", Now.AddSeconds(-1), "10.2.0.1"));
        Assert.Equal(("Superseded", OverlayErrorKind.Refused), (error.ErrorId, error.Kind));
        (await AcquireAsync("takeover", Now.AddSeconds(-1), "10.2.0.1")).Dispose();
    }

    [Fact]
    public async Task The_last_of_several_waiting_wishes_counts()
    {
        var first = await AcquireAsync("takeover", Now.AddSeconds(-3), "10.2.0.1");
        var hearing = new Listener();
        var release = AcquireAsync("release", Now.AddSeconds(-2), hearing, "10.2.0.1");
        await hearing.Heard.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var hearingToo = new Listener();
        var takeover = AcquireAsync("takeover", Now.AddSeconds(-1), hearingToo, "10.2.0.1");
        await hearingToo.Heard.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var newest = GiveAsync(takeover);
        first.Dispose();

        // Whichever of the two gets the lock first.
        Assert.Equal("Superseded", (await Assert.ThrowsAsync<OverlayIpException>(async () => (await release.WaitAsync(TimeSpan.FromSeconds(30))).Dispose())).ErrorId);
        await newest.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("")]
    [InlineData("999")]
    [InlineData("not a wish\n")]
    [InlineData("9223372036854775807 release\n")]
    [InlineData("3155378975999999999 release\n")]
    public async Task A_wish_that_makes_no_sense_is_none(string text)
    {
        Directory.CreateDirectory(_directory);
        await File.WriteAllTextAsync(Path.Combine(_directory, "10.2.0.1_32.wish"), text);
        (await AcquireAsync("takeover", Now, "10.2.0.1")).Dispose();
    }

    [Fact]
    public async Task The_first_directory_that_can_be_used_is_used()
    {
        await File.WriteAllTextAsync(_directory, "not a directory");
        var good = _directory + "-good";
        try
        {
            using (await DestinationLock.AcquireAsync([_directory, good], [RouteDestination.Parse("10.2.0.1")], new FailoverWish("takeover", Now), SilentObserver.Instance, default))
                Assert.True(File.Exists(Path.Combine(good, "10.2.0.1_32.lock")));

            var error = await Assert.ThrowsAsync<OverlayIpException>(() => AcquireAsync("takeover", Now, "10.2.0.1"));
            Assert.Equal(("LockUnavailable", OverlayErrorKind.OperatingSystem), (error.ErrorId, error.Kind));
        }
        finally
        {
            File.Delete(_directory);
            Directory.Delete(good, recursive: true);
        }
    }

    // As a lab does with what is empty when it leaves. In the second directory there would be a lock that nobody else looks at.
    [Fact]
    public async Task A_directory_that_is_removed_in_the_very_moment_is_made_again()
    {
        var other = _directory + "-other";
        for (var i = 0; i < 300; i++)
        {
            var directory = $"{_directory}/{i}";
            await RemovedFolder.WhileAsync(directory, async () => (await DestinationLock.AcquireAsync(
                [directory, other], [RouteDestination.Parse("10.2.0.1")], new FailoverWish("takeover", Now), SilentObserver.Instance, default)).Dispose());
        }

        Assert.False(Directory.Exists(other));
    }

    private Task<DestinationLock> AcquireAsync(string action, DateTimeOffset at, params string[] destinations) =>
        AcquireAsync(action, at, SilentObserver.Instance, destinations);

    private Task<DestinationLock> AcquireAsync(string action, DateTimeOffset at, IOperationObserver observer, params string[] destinations) =>
        DestinationLock.AcquireAsync([_directory], destinations.Select(RouteDestination.Parse), new FailoverWish(action, at), observer, default);

    private static async Task GiveAsync(Task<DestinationLock> taking) => (await taking).Dispose();

    private async Task<bool> TakeAndGiveAsync(params string[] destinations)
    {
        using var held = await AcquireAsync("takeover", Now, destinations);
        await Task.Yield();
        return true;
    }

    private sealed class Listener : IOperationObserver
    {
        public TaskCompletionSource Heard { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Verbose(string message) => Heard.TrySetResult();

        public void Warning(string message)
        {
        }

        public void Progress(string activity, string status, int done, int total)
        {
        }
    }
}
