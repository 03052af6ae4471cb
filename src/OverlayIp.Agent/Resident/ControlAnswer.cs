namespace OverlayIp.Agent.Resident;

/// <summary>
/// What the agent answers, a line of JSON each: first that it does or does not take the request on, then the result.
/// </summary>
internal sealed record ControlAnswer
{
    /// <summary>The version of the protocol.</summary>
    public int Version { get; init; } = ControlRequest.Current;

    /// <summary>False when the command has to do it itself.</summary>
    public required bool Accepted { get; init; }

    /// <summary>Why not.</summary>
    public string? Reason { get; init; }

    /// <summary>The exit code; null in the first line.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What goes to stdout.</summary>
    public string? Output { get; init; }

    /// <summary>What goes to stderr.</summary>
    public string? Error { get; init; }
}
