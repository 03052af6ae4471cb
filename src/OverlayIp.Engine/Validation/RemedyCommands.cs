namespace OverlayIp.Engine.Validation;

/// <summary>
/// Writes the commands that mend something, to be pasted into the session of the test: this module's, or where that session is
/// a shell, those of other programs that do the same.
/// </summary>
public sealed record RemedyCommands
{
    /// <summary>What stands for the choice that only a person can make.</summary>
    public const string SomeTarget = "<instance id>";

    /// <summary>The connection parameters of this module's cmdlets, such as <c>-Region eu-central-1</c>; empty where the session has them.</summary>
    public string CmdletParameters { get; init; } = "";

    /// <summary>The AWS CLI's options that lead to the same place, such as <c>--region eu-central-1</c>.</summary>
    public string AwsOptions { get; init; } = "";

    /// <summary>Its option for an EC2 endpoint of another URL, or empty. It is none of other services.</summary>
    public string Ec2Option { get; init; } = "";

    /// <summary>The options of the executable <c>overlayip</c> that lead to the same place, such as <c>--region eu-central-1</c>.</summary>
    public string AgentOptions { get; init; } = "";

    /// <summary>What does in another session what a command of this module does in PowerShell: a command of the AWS CLI, of the executable
    /// <c>overlayip</c> or of the operating system, without anything that leads to the account; null where nothing does, and the
    /// module's command stands as it is.</summary>
    public Func<string, string?> Counterpart { get; init; } = _ => null;

    /// <summary>A command of this module.</summary>
    /// <param name="command">Without connection parameters.</param>
    public string Cmdlet(string command) => Counterpart(command) is { } other ? Complete(other) : Join(command, CmdletParameters);

    /// <summary>A command of this module that is about this machine, and leads to no account.</summary>
    /// <param name="command">The command.</param>
    public string Local(string command) => Counterpart(command) ?? command;

    /// <summary>A command of the AWS CLI.</summary>
    /// <param name="command">After <c>aws</c>, without options that lead to the account.</param>
    public string Aws(string command) => Complete($"aws {command}");

    /// <summary>A command of any kind that somebody else has written.</summary>
    /// <param name="command">Without anything that leads to the account.</param>
    public string Complete(string command) =>
        command.StartsWith("aws ec2 ", StringComparison.Ordinal) ? Join(Join(command, AwsOptions), Ec2Option)
        : command.StartsWith("aws ", StringComparison.Ordinal) ? Join(command, AwsOptions)
        : command.StartsWith("overlayip ", StringComparison.Ordinal) ? Join(command, AgentOptions)
        : Cmdlet(command);

    /// <summary>Several commands, one after the other, each once; null when there are none.</summary>
    /// <param name="commands">The commands.</param>
    public static string? Several(IEnumerable<string> commands) => string.Join("; ", commands.Distinct(StringComparer.Ordinal)) is { Length: > 0 } all ? all : null;

    private static string Join(string command, string more) => more.Length == 0 ? command : $"{command} {more}";
}
