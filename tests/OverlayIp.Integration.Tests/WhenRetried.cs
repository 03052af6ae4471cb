using OverlayIp.Engine;

namespace OverlayIp.Integration.Tests;

/// <summary>Does something when the engine says that it tries again, or that it has come to a stage: no test waits by the clock.</summary>
internal sealed class WhenRetried(Action<int> retried, Action<string>? stage = null) : IOperationObserver
{
    private int _retries;

    public void Verbose(string message)
    {
        if (message.Contains("Trying again", StringComparison.Ordinal))
        {
            retried(Interlocked.Increment(ref _retries));
        }
    }

    public void Warning(string message)
    {
    }

    public void Progress(string activity, string status, int done, int total) => stage?.Invoke(status);
}
