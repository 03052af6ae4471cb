using OverlayIp.Engine;

namespace OverlayIp.Benchmarks.Lab;

/// <summary>Writing costs time: what is measured here is told to nobody.</summary>
internal sealed class SilentObserver : IOperationObserver
{
    public static SilentObserver Instance { get; } = new();

    public void Verbose(string message)
    {
    }

    public void Warning(string message)
    {
    }

    public void Progress(string activity, string status, int done, int total)
    {
    }
}
