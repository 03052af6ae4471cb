namespace OverlayIp.Agent.Tests.Support;

/// <summary>Waits for what others do.</summary>
internal static class Until
{
    // One that hangs says so instead of stopping the whole run; what comes in time costs nothing.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits until something is so.</summary>
    public static Task TrueAsync(Func<bool> isSo) => TrueAsync(() => Task.FromResult(isSo()));

    /// <summary>Waits until something is so that has to be asked for.</summary>
    public static async Task TrueAsync(Func<Task<bool>> isSo)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) < Patience, "It did not come to that.");
            await Task.Delay(10);
        }
    }
}
