namespace OverlayIp.Engine.Tests.Addressing.Persistence;

internal sealed class ListeningObserver : IOperationObserver
{
    public List<string> Warnings { get; } = [];

    public void Verbose(string message)
    {
    }

    public void Warning(string message) => Warnings.Add(message);

    public void Progress(string activity, string status, int done, int total)
    {
    }
}
