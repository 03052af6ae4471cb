namespace OverlayIp.Engine.Validation;

/// <summary>Writes the commands that mend something, to be pasted into the session of the test.</summary>
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

    /// <summary>A command of this module.</summary>
    /// <param name="command">Without connection parameters.</param>
    public string Cmdlet(string command) => Join(command, CmdletParameters);

    /// <summary>A command of the AWS CLI.</summary>
    /// <param name="command">After <c>aws</c>, without options that lead to the account.</param>
    public string Aws(string command) => Complete($"aws {command}");

    /// <summary>A command of either kind that somebody else has written.</summary>
    /// <param name="command">Without anything that leads to the account.</param>
    public string Complete(string command) =>
        command.StartsWith("aws ec2 ", StringComparison.Ordinal) ? Join(Join(command, AwsOptions), Ec2Option)
        : command.StartsWith("aws ", StringComparison.Ordinal) ? Join(command, AwsOptions)
        : Cmdlet(command);

    /// <summary>Several commands, one after the other, each once; null when there are none.</summary>
    /// <param name="commands">The commands.</param>
    public static string? Several(IEnumerable<string> commands) => string.Join("; ", commands.Distinct(StringComparer.Ordinal)) is { Length: > 0 } all ? all : null;

    private static string Join(string command, string more) => more.Length == 0 ? command : $"{command} {more}";
}
