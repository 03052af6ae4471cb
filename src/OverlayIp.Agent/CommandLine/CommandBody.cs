using System.CommandLine;
using OverlayIp.Agent.Output;

namespace OverlayIp.Agent.CommandLine;

/// <summary>What all commands have around them: their output, and how an error becomes a line and an exit code.</summary>
internal static class CommandBody
{
    /// <summary>Makes <paramref name="body"/> the action of the command.</summary>
    public static void SetBody(
        this Command command, OutputOptions options, Func<ParseResult, AgentOutput, CancellationToken, Task<int>> body) =>
        command.SetAction((parsed, cancellationToken) =>
        {
            var output = options.Open(parsed);
            return RunAsync(output, () => body(parsed, output, cancellationToken), cancellationToken);
        });

    /// <summary>Runs work whose errors are told and become exit codes.</summary>
    /// <param name="output">Where to tell them.</param>
    /// <param name="work">The work; its answer is the exit code.</param>
    /// <param name="cancellationToken">Cancelled by signals.</param>
    public static async Task<int> RunAsync(AgentOutput output, Func<Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (OverlayIpException e)
        {
            output.Failure(e);
            return ExitCode.Of(e.Kind);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            output.Failure(new OverlayIpException("Interrupted", OverlayErrorKind.Unspecified, "Stopped before anything was changed."));
            return ExitCode.Interrupted;
        }
    }
}
