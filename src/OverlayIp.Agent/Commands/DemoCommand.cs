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
                ("The story, in a few seconds; root on Linux also puts the address on 'lo' for that time", "overlayip demo"),
                ("The same for a program", "overlayip demo --json | jq '.steps[] | {title, outcome, elapsedSeconds}'"),
            ],
        };
        command.Add(_noAddress);
        command.SetBody(output, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, AgentOutput output, CancellationToken cancellationToken)
    {
        var view = ViewFor(output);
        var player = new DemoPlayer(view, output);
        view.Open();
        try
        {
            var report = await PlayAsync(player, !parsed.GetValue(_noAddress), cancellationToken);
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
    private static async Task<DemoReport> PlayAsync(DemoPlayer player, bool isAddressWanted, CancellationToken cancellationToken)
    {
        await using var stage = new DemoStage();
        return await player.PlayAsync(new DemoStory(stage, isAddressWanted).Acts, stage.TakeCalls, cancellationToken);
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
