using OverlayIp.Agent;
using OverlayIp.Agent.CommandLine;

using var signals = new TerminationSignals();
try
{
    return await AgentCommandLine.RunAsync(args, Console.Out, Console.Error, signals.Token);
}
#pragma warning disable CA1031 // The one boundary: whatever gets here is a bug, and a cluster manager needs an exit code for it.
catch (Exception bug)
#pragma warning restore CA1031
{
    await Console.Error.WriteLineAsync($"overlayip: InternalError: this is a bug in overlayip {VersionAction.Version}; please report it with these lines.");
    await Console.Error.WriteLineAsync(bug.ToString());
    return ExitCode.Bug;
}
