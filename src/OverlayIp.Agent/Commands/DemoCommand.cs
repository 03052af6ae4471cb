using System.CommandLine;
using System.Diagnostics;
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
        view.Open();
        var started = Stopwatch.GetTimestamp();
        var steps = new List<DemoStep>();
        try
        {
            await PlayAllAsync(view, steps, !parsed.GetValue(_noAddress), output, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            output.Failure(new OverlayIpException("Interrupted", OverlayErrorKind.Unspecified,
                $"Stopped after {steps.Count} steps. The lab is gone, and nothing is left behind."));
            return ExitCode.Interrupted;
        }

        var report = new DemoReport
        {
            Succeeded = steps.TrueForAll(s => s.Outcome != "failed"),
            ElapsedSeconds = Seconds(started),
            Steps = steps,
        };
        view.Close(report);
        return report.Succeeded ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task PlayAllAsync(
        IDemoView view, List<DemoStep> steps, bool isAddressWanted, AgentOutput output, CancellationToken cancellationToken)
    {
        await using var stage = new DemoStage();
        var acts = new DemoStory(stage, isAddressWanted).Acts;
        foreach (var act in acts)
        {
            var number = steps.Count + 1;
            var step = await view.ShowAsync(
                number, acts.Count, act.Title, () => PlayAsync(stage, act, number, output, cancellationToken));
            steps.Add(step);
            if (step.Outcome == "failed")
                return;
        }
    }

    private static async Task<DemoStep> PlayAsync(
        DemoStage stage, DemoAct act, int number, AgentOutput output, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var step = new DemoStep
        {
            Number = number,
            Title = act.Title,
            Outcome = "done",
            PowerShell = act.PowerShell,
            Facts = [],
            Table = null,
            ApiCalls = [],
            ElapsedSeconds = 0,
        };
        try
        {
            var findings = await act.PlayAsync(cancellationToken);
            step = findings.SkippedBecause is { } reason
                ? step with { Outcome = "skipped", Facts = [reason] }
                : step with { Facts = findings.Facts, Table = findings.Table };
        }
        catch (OverlayIpException e)
        {
            output.Failure(e);
            step = step with { Outcome = "failed", Facts = [e.Message] };
        }

        return step with { ApiCalls = stage.TakeCalls(), ElapsedSeconds = Seconds(started) };
    }

    private static IDemoView ViewFor(AgentOutput output)
    {
        if (output.IsJson)
            return new JsonDemoView(output);

        return ReferenceEquals(output.Results, Console.Out) && !Console.IsOutputRedirected
            ? TerminalDemoView.Create(output.Results)
            : new PlainDemoView(output.Results);
    }

    private static double Seconds(long started) => Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3);
}
