namespace OverlayIp.Agent.Resident;

/// <summary>What a one-shot command asks the agent for: one line of JSON.</summary>
internal sealed record ControlRequest
{
    /// <summary>The version of the protocol that this program speaks.</summary>
    public const int Current = 1;

    /// <summary>The version of the protocol.</summary>
    public int Version { get; init; } = Current;

    /// <summary><c>takeover</c>, <c>release</c>, <c>notify</c> or <c>status</c>.</summary>
    public required string Command { get; init; }

    /// <summary>The SHA-256 of the configuration file that the command has read: an agent that has read another cannot stand in for it.</summary>
    public required string Configuration { get; init; }

    /// <summary>The destinations; none means all.</summary>
    public IReadOnlyList<string> Destinations { get; init; } = [];

    /// <summary>Of <c>notify</c>: keepalived's line.</summary>
    public string? Event { get; init; }

    /// <summary>How many seconds it may take.</summary>
    public required double TimeoutSeconds { get; init; }

    /// <summary>True when the result is to be JSON.</summary>
    public bool Json { get; init; }
}
