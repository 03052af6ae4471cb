using System.Collections.Concurrent;
using OverlayIp.Engine;

namespace OverlayIp.Integration.Tests;

/// <summary>Does something when the engine has said of so many tables that it tries again, or that it has come to a stage: no test
/// waits by the clock, and none depends on which table is tried again first or most.</summary>
internal sealed class WhenRetried(int tables, Action retried, Action<string>? stage = null) : IOperationObserver
{
    private readonly ConcurrentDictionary<string, bool> _retried = new();
    private int _isDone;

    public void Verbose(string message)
    {
        if (message.Contains("Trying again", StringComparison.Ordinal)
            && _retried.TryAdd(message[..message.IndexOf(':', StringComparison.Ordinal)], true)
            && _retried.Count >= tables
            && Interlocked.Exchange(ref _isDone, 1) == 0)
        {
            retried();
        }
    }

    public void Warning(string message)
    {
    }

    public void Progress(string activity, string status, int done, int total) => stage?.Invoke(status);
}
