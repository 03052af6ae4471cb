using System.CommandLine;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Demo;
using OverlayIp.Agent.Output;

namespace OverlayIp.Agent.Commands;

/// <summary><c>overlayip demo</c>: the main job, told step by step.</summary>
internal sealed class DemoCommand
{
    private readonly Option<bool> _noAddress = new("--no-address")
    {
        Description = "Do not put 10.2.0.1 on this machine's loopback interface, even where that is possible.",
    };

    private readonly Option<bool> _network = new("--network")
    {
        Description = "Show it with real packets, and fail where that is not possible. [default: where it is, as root on Linux with ip and nft]",
    };

    private readonly Option<bool> _noNetwork = new("--no-network")
    {
        Description = "Show it without packets, even where they are possible.",
    };

    private DemoCommand()
    {
    }

    public static Command Create(OutputOptions output) => new DemoCommand().Build(output);

    private DocumentedCommand Build(OutputOptions output)
    {
        var command = new DocumentedCommand(
            "demo", "Shows an address surviving the loss of its node, step by step, on a lab of its own. Needs no AWS account and no root.")
        {
            Examples =
            [
                ("The story, in a few seconds; as root on Linux with real packets and the outage that a client sees", "sudo overlayip demo"),
                ("The same without packets; root on Linux puts the address on 'lo' for that time", "overlayip demo --no-network"),
                ("The same for a program", "overlayip demo --json | jq '.steps[] | {title, outcome, elapsedSeconds}'"),
            ],
        };
        command.Add(_noAddress);
        command.Add(_network);
        command.Add(_noNetwork);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_network) && result.GetValue(_noNetwork))
                result.AddError("--network and --no-network exclude each other.");
        });
        command.SetBody(output, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, AgentOutput output, CancellationToken cancellationToken)
    {
        var view = ViewFor(output);
        var player = new DemoPlayer(view, output);
        try
        {
            var report = await PlayAsync(parsed, view, player, cancellationToken);
            view.Close(report);
            return report.Succeeded ? ExitCode.Done : ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            output.Failure(new OverlayIpException("Interrupted", OverlayErrorKind.Unspecified,
                $"Stopped after {player.Played} steps. The lab is gone, and nothing is left behind."));
            return ExitCode.Interrupted;
        }
    }

    // What the story has put on this machine is taken off before anything is said about the end.
    private async Task<DemoReport> PlayAsync(ParseResult parsed, IDemoView view, DemoPlayer player, CancellationToken cancellationToken)
    {
        await using var stage = new DemoStage();
        if (!parsed.GetValue(_noNetwork))
            await stage.StartNetworkAsync(parsed.GetValue(_network), view.Live, cancellationToken);

        view.Open();
        var report = await player.PlayAsync(new DemoStory(stage, !parsed.GetValue(_noAddress)).Acts, stage.TakeCalls, cancellationToken);
        return report with { OutageMilliseconds = stage.Network?.Outage is { } outage ? Math.Round(outage.TotalMilliseconds) : null };
    }

    private static IDemoView ViewFor(AgentOutput output)
    {
        if (output.IsJson)
            return new JsonDemoView(output);

        return ReferenceEquals(output.Results, Console.Out) && !Console.IsOutputRedirected
            ? TerminalDemoView.Create(output.Results)
            : new PlainDemoView(output.Results);
    }
}
