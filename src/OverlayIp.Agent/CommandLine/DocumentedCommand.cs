using System.CommandLine;

namespace OverlayIp.Agent.CommandLine;

/// <summary>A command whose help shows examples.</summary>
internal sealed class DocumentedCommand(string name, string description) : Command(name, description)
{
    /// <summary>What each example does, and its command line.</summary>
    public required IReadOnlyList<(string Text, string CommandLine)> Examples { get; init; }

    /// <summary>What else is to be looked up, made when the help is shown: a title and its rows.</summary>
    public Func<(string Title, IEnumerable<(string Name, string Meaning)> Rows)>? Glossary { get; init; }

    /// <summary>True when the AWS environment variables matter to it.</summary>
    public bool UsesAws { get; init; }

    /// <summary>Its exit codes, where they are not those of the other commands.</summary>
    public IReadOnlyList<(int Code, string Meaning)> ExitCodes { get; init; } = ExitCode.Table;
}
