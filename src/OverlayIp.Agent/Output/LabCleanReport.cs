namespace OverlayIp.Agent.Output;

/// <summary>What was cleared away.</summary>
/// <param name="Labs">The labs, which had ended without being stopped.</param>
internal sealed record LabCleanReport(IReadOnlyList<CleanedLab> Labs);

/// <summary>A lab that had ended without being stopped.</summary>
/// <param name="Id">Its short id.</param>
/// <param name="Name">Its name.</param>
/// <param name="ProcessId">The process that it ran in.</param>
internal sealed record CleanedLab(string Id, string Name, int ProcessId);
