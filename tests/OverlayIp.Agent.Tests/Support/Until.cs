namespace OverlayIp.Agent.Tests.Support;

/// <summary>Waits for what others do.</summary>
internal static class Until
{
    // One that hangs says so instead of stopping the whole run; what comes in time costs nothing.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits until something is so.</summary>
    public static Task TrueAsync(Func<bool> isSo, TimeSpan? patience = null) => TrueAsync(() => Task.FromResult(isSo()), patience);

    /// <summary>Waits until something is so that has to be asked for.</summary>
    public static async Task TrueAsync(Func<Task<bool>> isSo, TimeSpan? patience = null)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) < (patience ?? Patience), "It did not come to that.");
            await Task.Delay(10);
        }
    }
}
