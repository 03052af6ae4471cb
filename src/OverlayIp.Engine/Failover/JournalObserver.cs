namespace OverlayIp.Engine.Failover;

/// <summary>Passes on what the engine tells of one route set.</summary>
internal sealed class JournalObserver(IResidentJournal journal, string destination) : IOperationObserver
{
    public void Verbose(string message) => journal.Write(new ResidentEvent(ResidentLevel.Debug, "detail", message) { Destination = destination });

    public void Warning(string message) => journal.Write(new ResidentEvent(ResidentLevel.Warning, "warning", message) { Destination = destination });

    public void Progress(string activity, string status, int done, int total)
    {
        // Every change and every reading: more than a journal wants.
    }
}
