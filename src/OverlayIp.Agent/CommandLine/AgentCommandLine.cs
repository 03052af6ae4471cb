using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using OverlayIp.Agent.Commands;
using OverlayIp.Agent.Output;

namespace OverlayIp.Agent.CommandLine;

/// <summary>The command line as a whole: every command, and how one is run.</summary>
internal static class AgentCommandLine
{
    // Response files (@file) are off: an argument that starts with @ is a mistake here, not a file to read.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Parses and runs a command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where diagnostics go.</param>
    /// <param name="cancellationToken">Cancelled by Ctrl+C and SIGTERM.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        RunAsync(args, output, error, new Overtime(), cancellationToken);

    /// <summary>Parses and runs a command line in a process that is not its own.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where diagnostics go.</param>
    /// <param name="overtime">What becomes of a command when its time is up.</param>
    /// <param name="cancellationToken">Cancelled by Ctrl+C and SIGTERM.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, Overtime overtime, CancellationToken cancellationToken)
    {
        // Pacemaker calls it every few seconds and waits for it in a failover: it need not wait for all the other commands to be described.
        if (args is ["ocf", [not '-', ..] action])
            return await OcfCommand.RunAsync(action, null, output, error, cancellationToken);

        var options = new OutputOptions(overtime);
        var root = CreateRoot(options);
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,

            // Signals are handled in Main: the library's own way ends the process before a slow call can be reported.
            ProcessTerminationTimeout = null,
        };
        if (args.Count == 0)
        {
            configuration.Output = error;
            await root.Parse(["--help"], Parsing).InvokeAsync(configuration, cancellationToken);
            return ExitCode.Usage;
        }

        var parsed = root.Parse(args, Parsing);
        if (parsed.Action is not ParseErrorAction)
            return await parsed.InvokeAsync(configuration, cancellationToken);

        ReportMistakes(parsed, new AgentOutput(output, error, options.IsJson(args), isVerbose: false));
        return ExitCode.Usage;
    }

    private static RootCommand CreateRoot(OutputOptions options)
    {
        var root = new RootCommand(
            "Manages overlay IP addresses on AWS: addresses outside a VPC's blocks that its route tables send to one instance.");
        root.Options.Clear();
        root.Add(new HelpOption { Action = new CommandHelp() });
        root.Add(new VersionOption { Action = new VersionAction() });
        options.AddTo(root);
        root.Add(TakeoverCommand.Create(options));
        root.Add(ReleaseCommand.Create(options));
        root.Add(NotifyCommand.Create(options));
        root.Add(AgentCommand.Create(options));
        root.Add(OcfCommand.Create());
        root.Add(SwitchCommand.Create(options));
        root.Add(StatusCommand.Create(options));
        root.Add(CheckCommand.Create(options));
        root.Add(LabCommand.Create(options));
        root.Add(DemoCommand.Create(options));
        return root;
    }

    private static void ReportMistakes(ParseResult parsed, AgentOutput output)
    {
        var command = parsed.CommandResult.Command;
        var path = string.Join(' ', Path(parsed.CommandResult).Reverse());
        var help = command is RootCommand ? "overlayip --help" : $"overlayip {path} --help";
        foreach (var mistake in parsed.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal))
        {
            output.Failure(new OverlayIpException("CommandLineInvalid", OverlayErrorKind.InvalidArgument, mistake)
            { RecommendedAction = $"See '{help}'." });
        }
    }

    // From the command up to the one below the root.
    private static IEnumerable<string> Path(CommandResult? result)
    {
        for (; result?.Command is { } command and not RootCommand; result = result.Parent as CommandResult)
            yield return command.Name;
    }
}
