using System.CommandLine;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Output;
using OverlayIp.Agent.Resident;

namespace OverlayIp.Agent.Commands;

/// <summary><c>overlayip agent</c>: the resident mode.</summary>
internal sealed class AgentCommand
{
    private readonly FailoverOptions _options = new();

    private readonly Option<string?> _fifo = new("--fifo")
    {
        Description = "The FIFO that keepalived.conf names with notify_fifo; it is made, for its owner alone, if it is not there.",
        HelpName = "path",
    };

    private readonly Option<string?> _metricsFile = new("--metrics-file")
    {
        Description = "Keep the metrics in this file, for the node exporter's textfile collector of Prometheus.",
        HelpName = "path",
    };

    private readonly Option<int?> _metricsPort = new("--metrics-port")
    {
        Description = "Serve the metrics to Prometheus on this port of 127.0.0.1.",
        HelpName = "port",
        CustomParser = Values.Number(1, 65535),
    };

    private AgentCommand()
    {
    }

    public static Command Create(OutputOptions output) => new AgentCommand().Build(output);

    private DocumentedCommand Build(OutputOptions output)
    {
        var command = new DocumentedCommand(
            "agent",
            "Stays, with connection, credentials and plan ready, and follows keepalived through its notify_fifo; takeover, release, notify and status --node let it do their work. "
            + "keepalived.conf should have higher_prio_send_advert: only by that does the master learn after a partition that the other node had taken the routes.")
        {
            UsesAws = true,
            Examples =
            [
                ("As overlayip-agent.service does it; in keepalived.conf: global_defs { notify_fifo /run/overlayip/vrrp.fifo }", "overlayip agent --fifo /run/overlayip/vrrp.fifo"),
                ("With metrics for Prometheus", "overlayip agent --fifo /run/overlayip/vrrp.fifo --metrics-file /var/lib/node_exporter/overlayip.prom"),
                ("Read the configuration again", "systemctl reload overlayip-agent   # or: kill -HUP"),
            ],
        };
        _options.AddFileTo(command);
        _options.AddLockTo(command);
        command.Add(_fifo);
        command.Add(_metricsFile);
        command.Add(_metricsPort);
        command.SetBody(output, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, AgentOutput output, CancellationToken cancellationToken)
    {
        var isJournal = Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 };
        await using var log = new JournalLog(output.Results, output.IsJson, output.IsVerbose, isJournal);
        using var service = new ResidentService(
            () => _options.Load(parsed),
            new ResidentOptions { Fifo = parsed.GetValue(_fifo), MetricsFile = parsed.GetValue(_metricsFile), MetricsPort = parsed.GetValue(_metricsPort) },
            log);
        await service.RunAsync(cancellationToken);
        return ExitCode.Done;
    }
}
