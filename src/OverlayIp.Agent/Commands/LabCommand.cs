using System.CommandLine;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Output;
using OverlayIp.Lab;
using OverlayIp.Lab.Iam;

namespace OverlayIp.Agent.Commands;

/// <summary><c>overlayip lab</c>: runs a lab in the foreground.</summary>
internal sealed class LabCommand
{
    private readonly Option<int?> _port = new("--port")
    {
        Description = "The TCP port on 127.0.0.1. [default: a free one]",
        HelpName = "number",
        CustomParser = Values.Number(1, 65535),
    };

    private readonly Option<string> _region = new("--region")
    {
        Description = "The Region that the lab plays.",
        HelpName = "name",
        DefaultValueFactory = _ => "eu-central-1",
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "A name for the lab.",
        HelpName = "name",
    };

    private readonly Option<bool> _empty = new("--empty")
    {
        Description = "Start without a VPC.",
    };

    private readonly Option<string?> _state = new("--state")
    {
        Description = "A file to go on from, if it exists, and to save the lab to when it is stopped: same ids, same keys.",
        HelpName = "file",
    };

    private readonly Option<string?> _environmentFile = new("--env-file")
    {
        Description = "Write the environment variables to this file, to be sourced; it is deleted when the lab stops.",
        HelpName = "file",
    };

    private readonly Option<int?> _latency = new("--latency")
    {
        Description = "Extra milliseconds before each answer.",
        HelpName = "ms",
        CustomParser = Values.Number(0, 60_000),
    };

    private readonly Option<int?> _consistencyDelay = new("--consistency-delay")
    {
        Description = "How many milliseconds a change stays invisible to describe calls.",
        HelpName = "ms",
        CustomParser = Values.Number(0, 60_000),
    };

    private readonly Option<bool> _throttling = new("--throttling")
    {
        Description = "Limit requests as EC2 does: RequestLimitExceeded.",
    };

    private readonly Option<bool> _network = new("--network")
    {
        Description = "Make it a real network of namespaces, in which packets go where the route tables say. Needs root on Linux, ip and nft.",
    };

    private readonly Option<int?> _propagationDelay = new("--propagation-delay")
    {
        Description = "With --network: how many milliseconds a change takes until packets follow it.",
        HelpName = "ms",
        CustomParser = Values.Number(0, 60_000),
    };

    private readonly Option<string?> _iam = new("--iam")
    {
        Description = "A JSON file with IAM users, roles and instance profiles, whose policies the lab then evaluates.",
        HelpName = "file",
    };

    private readonly Option<bool> _metadataV1 = new("--allow-metadata-v1")
    {
        Description = "With --network: instance metadata answers without a token, too.",
    };

    private readonly Option<bool> _metadataTags = new("--instance-metadata-tags")
    {
        Description = "With --network: instances see their tags in their metadata.",
    };

    private LabCommand()
    {
    }

    public static Command Create(OutputOptions output) => new LabCommand().Build(output);

    private DocumentedCommand Build(OutputOptions output)
    {
        var command = new DocumentedCommand(
            "lab", "Runs a VPC on this machine: an EC2 endpoint on loopback that the AWS CLI and every AWS SDK take for EC2.")
        {
            Examples =
            [
                ("A VPC to try things on, until Ctrl+C", "overlayip lab"),
                ("The same lab again tomorrow", "overlayip lab --port 4566 --state lab.json"),
                ("A real network, and a ping in it from another shell", "overlayip lab --network   # and there: overlayip lab exec client-a -- ping 10.0.1.10"),
                ("A role for the nodes, and what it may not do", "overlayip lab --network --iam iam.json"),
                ("In a script", "overlayip lab --env-file lab.env & until [ -e lab.env ]; do sleep 0.1; done; . ./lab.env; overlayip status"),
            ],
        };
        command.Add(_port);
        command.Add(_region);
        command.Add(_name);
        command.Add(_empty);
        command.Add(_state);
        command.Add(_environmentFile);
        command.Add(_latency);
        command.Add(_consistencyDelay);
        command.Add(_throttling);
        command.Add(_network);
        command.Add(_propagationDelay);
        command.Add(_iam);
        command.Add(_metadataV1);
        command.Add(_metadataTags);
        command.Add(LabExecCommand.Create(output));
        command.Add(LabCleanCommand.Create(output));
        command.SetBody(output, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, AgentOutput output, CancellationToken cancellationToken)
    {
        var statePath = parsed.GetValue(_state);
        var options = OptionsOf(parsed, statePath);
        if (parsed.GetValue(_iam) is { } iamPath)
            options = options with { Iam = await LabIam.ReadAsync(iamPath, cancellationToken) };

        await using var lab = await LabServer.StartAsync(options, cancellationToken);
        lab.SetFault(new OverlayLabFault
        {
            Latency = TimeSpan.FromMilliseconds(parsed.GetValue(_latency) ?? 0),
            ConsistencyDelay = TimeSpan.FromMilliseconds(parsed.GetValue(_consistencyDelay) ?? 0),
            Throttling = parsed.GetValue(_throttling),
        });
        var report = LabReport.Of(lab.Describe());
        using var environmentFile = parsed.GetValue(_environmentFile) is { } path ? EnvironmentFile.Write(path, report) : null;
        if (output.IsJson)
            output.Result(report, AgentJson.Relaxed.LabReport);
        else
            report.WriteTo(output.Results);

        // Whoever has read this may stop the lab at once, and that is to be an end in good order.
        await output.Results.FlushAsync(CancellationToken.None);
        await UntilCancelledAsync(cancellationToken);
        await StopAsync(lab, statePath, output);
        return ExitCode.Done;
    }

    private LabOptions OptionsOf(ParseResult parsed, string? statePath) => new()
    {
        Name = parsed.GetValue(_name),
        Port = parsed.GetValue(_port) ?? 0,
        Region = parsed.GetValue(_region)!,
        Empty = parsed.GetValue(_empty),
        StatePath = File.Exists(statePath) ? statePath : null,
        Network = parsed.GetValue(_network),
        PropagationDelay = TimeSpan.FromMilliseconds(parsed.GetValue(_propagationDelay) ?? 0),
        AllowMetadataV1 = parsed.GetValue(_metadataV1),
        InstanceMetadataTags = parsed.GetValue(_metadataTags),
    };

    private static async Task UntilCancelledAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.Register(stopped.SetResult))
            await stopped.Task;
    }

    // The signal that ends the lab must not end the saving as well.
    private static async Task StopAsync(LabServer lab, string? statePath, AgentOutput output)
    {
        await lab.StopAsync(CancellationToken.None);
        if (statePath is not null)
            await lab.SaveAsync(statePath, CancellationToken.None);

        if (!output.IsJson)
            output.Line($"Stopped after {lab.Describe().CallCount} API calls{(statePath is null ? "" : $"; saved to {statePath}")}.");
    }
}
