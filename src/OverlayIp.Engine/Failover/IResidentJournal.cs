namespace OverlayIp.Engine.Failover;

/// <summary>Where a resident agent tells what happens. Calls come from any thread and must not block.</summary>
public interface IResidentJournal
{
    /// <summary>Something has happened.</summary>
    /// <param name="happened">What.</param>
    void Write(ResidentEvent happened);
}
