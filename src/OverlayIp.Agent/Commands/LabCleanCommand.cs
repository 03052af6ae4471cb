using System.CommandLine;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Output;
using OverlayIp.Lab.Network;

namespace OverlayIp.Agent.Commands;

/// <summary><c>overlayip lab clean</c>: clears away what crashed labs have left.</summary>
internal static class LabCleanCommand
{
    public static Command Create(OutputOptions output)
    {
        var command = new DocumentedCommand(
            "clean", "Clears away what networked labs have left on this machine that were not stopped: processes, namespaces, files. Labs that run are left alone.")
        {
            Examples = [("After a crash; the next networked lab does the same by itself", "overlayip lab clean")],
        };
        command.SetBody(output, Run);
        return command;
    }

    private static Task<int> Run(ParseResult parsed, AgentOutput output, CancellationToken cancellationToken)
    {
        var cleaned = NetworkedLabs.Clean();
        if (output.IsJson)
        {
            output.Result(new LabCleanReport([.. cleaned.Select(lab => new CleanedLab(lab.Id, lab.Name, lab.ProcessId))]), AgentJson.Relaxed.LabCleanReport);
            return Task.FromResult(ExitCode.Done);
        }

        foreach (var lab in cleaned)
            output.Line($"Cleared away {lab.Name} ({lab.Id}) of process {lab.ProcessId}.");

        if (cleaned.Count == 0)
            output.Line("Nothing was left.");

        return Task.FromResult(ExitCode.Done);
    }
}
