namespace OverlayIp.Engine;

/// <summary>Hears everything and says nothing.</summary>
public sealed class SilentObserver : IOperationObserver
{
    /// <summary>The one instance.</summary>
    public static SilentObserver Instance { get; } = new();

    /// <inheritdoc/>
    public void Verbose(string message)
    {
    }

    /// <inheritdoc/>
    public void Warning(string message)
    {
    }

    /// <inheritdoc/>
    public void Progress(string activity, string status, int done, int total)
    {
    }
}
