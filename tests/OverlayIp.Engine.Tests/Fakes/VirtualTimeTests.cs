namespace OverlayIp.Engine.Tests.Fakes;

public class VirtualTimeTests
{
    [Fact]
    public void What_another_thread_goes_on_with_fails_every_time()
    {
        var clock = new VirtualClock();
        var gate = new ManualResetEventSlim();
        var error = Assert.Throws<InvalidOperationException>(() => VirtualTime.Run(clock, async () =>
        {
            using var timer = clock.CreateTimer(_ => gate.Set(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            await Task.Run(gate.Wait);
        }));
        Assert.Contains("another thread", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_waits_for_nothing_that_could_come_is_told()
    {
        var never = new TaskCompletionSource();
        Assert.Contains("for ever", Assert.Throws<InvalidOperationException>(() => VirtualTime.Run(new VirtualClock(), () => never.Task)).Message, StringComparison.Ordinal);
    }
}
