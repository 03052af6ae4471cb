using System.Collections.Concurrent;
using OverlayIp.Engine;
using OverlayIp.Lab.Tests.Support;

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
    public Task UntilAsync(string status, int done) =>
        Until.TrueAsync(() => _steps.Contains((status, done)), instead: () => $"Not {status} {done}, but {string.Join(", ", _steps)}.");
}
