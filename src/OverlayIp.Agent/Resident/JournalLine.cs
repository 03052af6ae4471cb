using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Resident;

/// <summary>A line of the agent's log, as <c>--json</c> shows it.</summary>
/// <param name="Time">When it happened, in UTC.</param>
/// <param name="Level">error, warning, notice, info or debug.</param>
/// <param name="Event">A stable word, such as takeover.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Destination">The route set's destination, or null.</param>
/// <param name="ErrorId">The stable error id, or null.</param>
/// <param name="ElapsedSeconds">How long it took, or null.</param>
internal sealed record JournalLine(
    DateTimeOffset Time, string Level, string Event, string Message, string? Destination, string? ErrorId, double? ElapsedSeconds)
{
    public static JournalLine Of(ResidentEvent happened, string message, DateTimeOffset time) => new(
        time, NameOf(happened.Level), happened.Name, message, happened.Destination, happened.ErrorId,
        happened.Elapsed is { } elapsed ? Math.Round(elapsed.TotalSeconds, 4) : null);

    public static string NameOf(ResidentLevel level) => level switch
    {
        ResidentLevel.Error => "error",
        ResidentLevel.Warning => "warning",
        ResidentLevel.Notice => "notice",
        ResidentLevel.Info => "info",
        _ => "debug",
    };
}
