using System.Diagnostics;

namespace OverlayIp.Lab.Tests.Support;

/// <summary>Waits for what others do.</summary>
internal static class Until
{
    // One that hangs says so instead of stopping the whole run; what comes in time costs nothing.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits until something is so.</summary>
    /// <param name="isSo">Asks whether it is.</param>
    /// <param name="patience">How long, or null for a minute.</param>
    /// <param name="instead">Tells how it is instead, when it did not come to that.</param>
    public static Task TrueAsync(Func<bool> isSo, TimeSpan? patience = null, Func<string>? instead = null) =>
        TrueAsync(() => Task.FromResult(isSo()), patience, instead);

    /// <summary>Waits until something is so that has to be asked for.</summary>
    /// <param name="isSo">Asks whether it is.</param>
    /// <param name="patience">How long, or null for a minute.</param>
    /// <param name="instead">Tells how it is instead, when it did not come to that.</param>
    public static async Task TrueAsync(Func<Task<bool>> isSo, TimeSpan? patience = null, Func<string>? instead = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < (patience ?? Patience), $"It did not come to that. {instead?.Invoke()}");
            await Task.Delay(10);
        }
    }
}
