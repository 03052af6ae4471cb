using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace OverlayIp.Agent.CommandLine;

/// <summary>The library's help, followed by what a person or a script author needs besides: examples, environment, exit codes.</summary>
internal sealed class CommandHelp : SynchronousCommandLineAction
{
    private static readonly (string Name, string Meaning)[] Environment =
    [
        ("AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN", "access keys; there is no option for them, command lines are public"),
        ("AWS_PROFILE, AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE", "profile and its files, as for the AWS CLI"),
        ("AWS_REGION", "the Region, where --region is not given"),
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT, AWS_EC2_METADATA_DISABLED", "where a node asks who it is, and whether"),
        ("AWS_ENDPOINT_URL_EC2, AWS_ENDPOINT_URL", "the EC2 endpoint, where --endpoint-url is not given"),
    ];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        new HelpAction { MaxWidth = 120 }.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        if (command is DocumentedCommand documented)
        {
            WriteExamples(output, documented);
            if (documented.Glossary?.Invoke() is { } glossary)
                WriteRows(output, glossary.Title, glossary.Rows);
        }

        if (command is RootCommand or DocumentedCommand { UsesAws: true })
            WriteRows(output, "Environment variables:", Environment);

        var exitCodes = (command as DocumentedCommand)?.ExitCodes ?? ExitCode.Table;
        WriteRows(output, "Exit codes:", exitCodes.Select(row => ($"{row.Code,3}", row.Meaning)));
        return ExitCode.Done;
    }

    private static void WriteExamples(TextWriter output, DocumentedCommand command)
    {
        output.WriteLine("Examples:");
        foreach (var (text, commandLine) in command.Examples)
        {
            output.WriteLine($"  # {text}");
            output.WriteLine($"  {commandLine}");
        }

        output.WriteLine();
    }

    private static void WriteRows(TextWriter output, string title, IEnumerable<(string Name, string Meaning)> rows)
    {
        var all = rows.ToList();
        var width = all.Max(row => row.Name.Length);
        output.WriteLine(title);
        foreach (var (name, meaning) in all)
            output.WriteLine($"  {name.PadRight(width)}  {meaning}");

        output.WriteLine();
    }
}
