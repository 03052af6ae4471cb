using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace OverlayIp.Commands;

/// <summary>Runs a program and hands its lines over as they come. Cancelling kills it with all that it has started.</summary>
internal static class NodeCommand
{
    /// <param name="start">The program.</param>
    /// <param name="onExit">Told its exit code, when the lines have ended.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="OverlayIpException"><c>LabCommandNotStarted</c>.</exception>
    public static async IAsyncEnumerable<NodeCommandLine> LinesAsync(
        ProcessStartInfo start, Action<int> onExit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        using var process = Start(start);
        // The session's own input is for its prompt.
        process.StandardInput.Close();
        await using var killing = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var lines = Channel.CreateUnbounded<NodeCommandLine>();
        var ended = Task.WhenAll(PumpAsync(process.StandardOutput, false, lines.Writer), PumpAsync(process.StandardError, true, lines.Writer))
            .ContinueWith(_ => lines.Writer.Complete(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await foreach (var line in lines.Reader.ReadAllAsync(CancellationToken.None))
        {
            yield return line;
        }

        await ended;
        await process.WaitForExitAsync(cancellationToken);
        onExit(process.ExitCode);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception cause)
        {
            throw new OverlayIpException("LabCommandNotStarted", OverlayErrorKind.OperatingSystem, $"The command cannot be started: {cause.Message}.", cause);
        }
    }

    private static async Task PumpAsync(StreamReader reader, bool isError, ChannelWriter<NodeCommandLine> lines)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            await lines.WriteAsync(new NodeCommandLine(line, isError));
        }
    }
}

/// <summary>A line that a program has written.</summary>
internal sealed record NodeCommandLine(string Text, bool IsError);
