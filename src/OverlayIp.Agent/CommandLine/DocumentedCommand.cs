using System.CommandLine;

namespace OverlayIp.Agent.CommandLine;

/// <summary>A command whose help shows examples.</summary>
internal sealed class DocumentedCommand(string name, string description) : Command(name, description)
{
    /// <summary>What each example does, and its command line.</summary>
    public required IReadOnlyList<(string Text, string CommandLine)> Examples { get; init; }

    /// <summary>True when the AWS environment variables matter to it.</summary>
    public bool UsesAws { get; init; }

    /// <summary>Its exit codes, where they are not those of the other commands.</summary>
    public IReadOnlyList<(int Code, string Meaning)> ExitCodes { get; init; } = ExitCode.Table;
}
