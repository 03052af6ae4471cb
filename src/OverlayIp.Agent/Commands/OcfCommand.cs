using System.CommandLine;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Ocf;

namespace OverlayIp.Agent.Commands;

/// <summary><c>overlayip ocf</c>: what Pacemaker calls as <c>ocf:overlayip:overlay-ip</c>.</summary>
internal static class OcfCommand
{
    public static Command Create()
    {
        var action = new Argument<string>("action")
        {
            Description = "start, stop, monitor, validate-all, meta-data or usage.",
        };
        var lockDirectory = new Option<string?>("--lock-directory")
        {
            Description = "Where the lock files are. [default: a directory for run-time files]",
            HelpName = "path",
        };
        var command = new DocumentedCommand(
            "ocf", "Pacemaker's resource agent ocf:overlayip:overlay-ip. Its parameters are those of aws-vpc-move-ip and come by OCF_RESKEY_… in the environment.")
        {
            UsesAws = true,
            ExitCodes = OcfExitCode.Table,
            Examples =
            [
                ("What it can do, as XML", "overlayip ocf meta-data"),
                ("As Pacemaker calls it", "OCF_RESKEY_ip=10.2.0.1 OCF_RESKEY_routing_table=rtb-0123456789abcdef0 overlayip ocf start"),
            ],
        };
        command.Add(action);
        command.Add(lockDirectory);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(action)!, parsed.GetValue(lockDirectory), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellationToken));
        return command;
    }

    /// <summary>Does an action on this machine.</summary>
    /// <param name="action">The action.</param>
    /// <param name="lockDirectory">Where the locks are, or null.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where log lines go.</param>
    /// <param name="cancellationToken">Cancelled by signals.</param>
    /// <returns>One of <see cref="OcfExitCode"/>.</returns>
    public static Task<int> RunAsync(string action, string? lockDirectory, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        new OcfAgent(new OcfSurroundings { LockDirectory = lockDirectory }, output, error).RunAsync(action, cancellationToken);
}
