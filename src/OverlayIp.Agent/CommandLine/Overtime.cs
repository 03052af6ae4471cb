namespace OverlayIp.Agent.CommandLine;

/// <summary>What becomes of a command that goes on when its time is up.</summary>
internal sealed record Overtime
{
    /// <summary>How long it is waited for, so that it can say what it has done.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Ends the process with an exit code when not even the end of the command gets anywhere; null where the process is not the
    /// command's own.</summary>
    public Action<int>? EndProcess { get; init; } = Environment.Exit;
}
