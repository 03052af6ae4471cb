using System.CommandLine;
using System.Diagnostics;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Output;
using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Commands;

/// <summary><c>overlayip takeover</c>: makes this node the target.</summary>
internal sealed class TakeoverCommand
{
    private readonly FailoverOptions _options = new();

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Print the plan and change nothing.",
    };

    private TakeoverCommand()
    {
    }

    public static Command Create(OutputOptions output) => new TakeoverCommand().Build(output);

    /// <summary>Takes the configured route sets over.</summary>
    public static async Task<int> TakeOverAsync(FailoverConfiguration configuration, AgentOutput output, CommandDeadline deadline)
    {
        var started = Stopwatch.GetTimestamp();
        TakeoverRehearsal.Begin();
        using var session = new NodeSession(configuration);
        using var held = await NodeSession.LockAsync(configuration, "takeover", output, deadline.Token);
        var sets = await session.Failover(held).TakeOverAsync(
            configuration.RouteSets, configuration.Timeout - Stopwatch.GetElapsedTime(started), output, deadline.Token);
        var code = Report(sets, Stopwatch.GetElapsedTime(started), output);
        return sets.Any(s => s.Cancelled) ? deadline.Stopped(output) : code;
    }

    /// <summary>Writes what was done and gives the exit code.</summary>
    public static int Report(IReadOnlyList<RouteSetTakeover> sets, TimeSpan elapsed, AgentOutput output)
    {
        TakeoverReport.Of(sets, elapsed).WriteTo(output);
        return CodeOf(sets, output);
    }

    private DocumentedCommand Build(OutputOptions output)
    {
        var command = new DocumentedCommand(
            "takeover", "Makes this node the target: in all route tables at once, with the local address, read back, and tried again until it is done.")
        {
            UsesAws = true,
            Examples =
            [
                ("Everything that the configuration file says, as a cluster manager calls it", "overlayip takeover"),
                ("Without a file: the node finds itself by instance metadata", "overlayip takeover 10.2.0.1 --address --timeout 30"),
                ("A second network interface, in two route tables", "overlayip takeover 10.2.0.1 --interface eth1 --route-table rtb-0123456789abcdef0 --route-table rtb-0fedcba9876543210"),
            ],
        };
        command.Add(_options.Destinations);
        _options.AddFileTo(command);
        _options.AddLockTo(command);
        _options.AddNodeTo(command);
        _options.AddRoutesTo(command);
        _options.AddAddressTo(command);
        command.Add(_dryRun);
        command.SetBody(output, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, AgentOutput output, CancellationToken cancellationToken)
    {
        var configuration = _options.Read(parsed);
        foreach (var destination in (parsed.GetValue(_options.Destinations) ?? []).Where(d => d.HostBitsCleared))
            output.Warning($"The destination had host bits set; EC2 stores it as {destination}.");

        Func<CommandDeadline, Task<int>> work = parsed.GetValue(_dryRun)
            ? deadline => PlanAsync(configuration, output, deadline)
            : async deadline => await _options.AskAgentAsync("takeover", parsed, configuration, output, deadline.Token)
                ?? await TakeOverAsync(configuration, output, deadline);
        return await CommandDeadline.RunAsync(configuration.Timeout, output, work, cancellationToken);
    }

    private static async Task<int> PlanAsync(FailoverConfiguration configuration, AgentOutput output, CommandDeadline deadline)
    {
        var started = Stopwatch.GetTimestamp();
        using var session = new NodeSession(configuration);
        var sets = await session.Failover().PlanAsync(configuration.RouteSets, deadline.Token);
        foreach (var warning in sets.SelectMany(s => s.Plan?.Warnings ?? []))
            output.Warning(warning);

        TakeoverReport.Of(sets, Stopwatch.GetElapsedTime(started)).WriteTo(output);
        return CodeOf(sets, output);
    }

    private static int CodeOf(IReadOnlyList<RouteSetTakeover> sets, AgentOutput output)
    {
        var failures = sets.SelectMany(s => s.Failures).ToList();
        var isPartly = sets.Any(s => s.Succeeded
            || (s.Execution?.Reports.Any(r => r.Outcome is RouteChangeOutcome.Replaced or RouteChangeOutcome.Created) ?? false));
        return SwitchCommand.CodeOf(output, failures, isPartly);
    }
}
