using System.Collections.Concurrent;
using System.Diagnostics;
using OverlayIp.Engine;

namespace OverlayIp.Integration.Tests;

/// <summary>Keeps how far an operation says that it has come, for a test that waits for that.</summary>
internal sealed class ProgressLog : IOperationObserver
{
    private readonly ConcurrentQueue<(string Status, int Done)> _steps = new();

    public void Verbose(string message)
    {
    }

    public void Warning(string message)
    {
    }

    public void Progress(string activity, string status, int done, int total) => _steps.Enqueue((status, done));

    /// <summary>Waits until it has come so far.</summary>
    public async Task UntilAsync(string status, int done)
    {
        for (var patience = Stopwatch.StartNew(); !_steps.Contains((status, done)); await Task.Delay(5))
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60), $"It did not come to {status} {done}, but to {string.Join(", ", _steps)}.");
        }
    }
}
