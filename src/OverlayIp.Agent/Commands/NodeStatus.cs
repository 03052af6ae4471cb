using System.CommandLine;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Output;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Failover;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Agent.Commands;

/// <summary><c>overlayip status --node</c>: whether this node is the target of its route sets, everywhere.</summary>
internal sealed class NodeStatus
{
    private readonly FailoverOptions _options = new();

    private readonly Option<bool> _node = new("--node")
    {
        Description = "Judge from this node: exit code 0 when all route tables of its route sets point to it, 7 when one does not.",
    };

    /// <summary>Adds its options to the status command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_node);
        _options.AddFileTo(command);
        _options.AddNodeTo(command);
    }

    /// <summary>True when the command line asks for it.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_node);

    /// <summary>Reads and judges.</summary>
    public async Task<int> RunAsync(
        ParseResult parsed,
        IReadOnlyList<RouteDestination> destinations,
        RouteScope scope,
        ConnectionSettings connection,
        AgentOutput output,
        CancellationToken cancellationToken)
    {
        var configuration = _options.Read(parsed, destinations, scope, connection);

        // A status is what a takeover would find to do, without anything that could refuse it.
        var looking = configuration with { RouteSets = [.. configuration.RouteSets.Select(s => s with { Force = true, From = null })] };
        var isAsIs = scope.IsEmpty && connection == new ConnectionSettings();
        return await CommandDeadline.RunAsync(
            configuration.Timeout,
            output,
            async deadline => (isAsIs ? await _options.AskAgentAsync("status", parsed, configuration, destinations, output, deadline.Token) : null) ?? await ReadAsync(looking, output, deadline),
            cancellationToken);
    }

    private static async Task<int> ReadAsync(FailoverConfiguration configuration, AgentOutput output, CommandDeadline deadline)
    {
        using var session = new NodeSession(configuration);
        return Report(await session.Failover().PlanAsync(configuration.RouteSets, deadline.Token), output);
    }

    /// <summary>Writes what was read and gives the exit code.</summary>
    public static int Report(IReadOnlyList<RouteSetTakeover> sets, AgentOutput output)
    {
        var report = NodeStatusReport.Of(sets);
        if (output.IsJson)
            output.Result(report, AgentJson.Relaxed.NodeStatusReport);
        else
            report.WriteTo(output.Results);

        foreach (var warning in sets.SelectMany(s => s.Plan?.Warnings ?? []).Distinct())
            output.Warning(warning);

        var code = SwitchCommand.CodeOf(output, [.. sets.Where(s => s.Error is not null).Select(s => s.Error!)], isPartly: sets.Any(s => s.Error is null));
        return code == ExitCode.Done && !report.IsTarget ? ExitCode.Unhealthy : code;
    }
}
