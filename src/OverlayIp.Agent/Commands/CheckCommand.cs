using System.CommandLine;
using System.Diagnostics;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Output;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Failover;
using OverlayIp.Engine.Routing;
using OverlayIp.Engine.Validation;

namespace OverlayIp.Agent.Commands;

/// <summary><c>overlayip check</c>: every condition that must hold for overlay addresses, with an exit code.</summary>
internal sealed class CheckCommand
{
    private readonly CheckOptions _what = new();
    private readonly FailoverOptions _options = new();
    private readonly ConnectionOptions _connection = new();

    private readonly Option<bool> _node = new("--node")
    {
        Description = "Check this node's route sets: it is a candidate, and is looked at from inside. Implied by --config, by what names this node, and where nothing is named at all.",
    };

    private CheckCommand()
    {
    }

    public static Command Create(OutputOptions output) => new CheckCommand().Build(output);

    /// <summary>Tests, with the connection that is there.</summary>
    /// <param name="connection">The way to EC2.</param>
    /// <param name="settings">How it was opened.</param>
    /// <param name="request">What is tested.</param>
    /// <param name="output">Told how far it has come.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    public static async Task<ValidationReport> TestAsync(
        Ec2Connection connection, ConnectionSettings settings, ValidationRequest request, AgentOutput output, CancellationToken cancellationToken)
    {
        var role = new Lazy<Task<Ec2Connection>>(() => Ec2ConnectionFactory.OpenAsync(settings with { Region = connection.Region ?? settings.Region, RoleArn = request.RoleArn }, cancellationToken));
        try
        {
            var remedies = RemedyWords.Commands(settings, connection.Region);
            return await new OverlayValidator(connection, _ => role.Value).TestAsync(request with { Remedies = remedies }, output, cancellationToken);
        }
        finally
        {
            if (role is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
                (await role.Value).Dispose();
        }
    }

    private DocumentedCommand Build(OutputOptions output)
    {
        var command = new DocumentedCommand(
            "check",
            "Tests every condition that must hold for an overlay address to work, now and after the next switch, and says what mends what does not. Changes nothing. "
            + "A failed check is exit code 7; one that could not be made for want of a permission has not passed: 5. Warnings pass. "
            + "Remedies are commands for a shell; where neither overlayip nor the AWS CLI has one, a cmdlet of the PowerShell module. "
            + "With --verbose, the evidence of what holds or was skipped is shown as well.")
        {
            UsesAws = true,
            Glossary = () => ("Checks:", CheckMeanings.Table),
            Examples =
            [
                ("Will it work, and would it after a switch to either node?", "overlayip check 10.2.0.1 --candidate i-0123456789abcdef0 --candidate i-0fedcba9876543210 --port 443"),
                ("On a node: the route sets of its configuration file, and the node itself", "overlayip check"),
                ("For monitoring, with two API calls", "overlayip check 10.2.0.1 --vpc vpc-0123456789abcdef0 --quick"),
                ("For cron, which mails what is printed: nothing, unless something is wrong", "report=$(overlayip check 2>&1) || echo \"$report\""),
                ("For systemd's ExecStartPre=: only what this node can answer for, since a target that is down is a reason to start", "overlayip check --check CandidateInVpc --check MaySwitch --check SourceDestCheckOff"),
                ("What has failed, and what mends it", "overlayip check 10.2.0.1 --json | jq -r '.checks[] | select(.status == \"Fail\") | .id, .remedy'"),
                ("May the failover role switch? Everything else is read with this identity", "overlayip check 10.2.0.1 --check '*MaySwitch' --failover-role arn:aws:iam::123456789012:role/overlay-failover"),
            ],
        };
        _what.AddTo(command);
        command.Add(_node);
        _options.AddFileTo(command);
        _options.AddNodeTo(command);
        _connection.AddTo(command);
        command.SetBody(output, RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult parsed, AgentOutput output, CancellationToken cancellationToken)
    {
        var request = _what.Read(parsed);
        foreach (var destination in request.Destinations.Where(d => d.HostBitsCleared))
            output.Warning($"The destination had host bits set; EC2 stores it as {destination}.");

        if (IsOfNode(parsed, request))
        {
            var check = new NodeCheck(ConfigurationOf(parsed, request), request, _what.NamesChecks(parsed));
            return RunAsync(check.Configuration.Timeout, output, token => check.TestAsync(output, token), cancellationToken);
        }

        var timeout = _options.TimeoutOf(parsed);
        var settings = _connection.Read(parsed) with { RequestTimeout = FailoverOptions.RequestTimeoutOf(timeout) };
        return RunAsync(timeout, output, token => TestAsync(settings, request, output, token), cancellationToken);
    }

    private static async Task<CheckFindings> TestAsync(ConnectionSettings settings, ValidationRequest request, AgentOutput output, CancellationToken cancellationToken)
    {
        using var connection = await Ec2ConnectionFactory.OpenAsync(settings, cancellationToken);
        return new CheckFindings((await TestAsync(connection, settings, request, output, cancellationToken)).Checks, []);
    }

    private static Task<int> RunAsync(TimeSpan timeout, AgentOutput output, Func<CancellationToken, Task<CheckFindings>> test, CancellationToken cancellationToken) =>
        CommandDeadline.RunAsync(
            timeout,
            output,
            async deadline =>
            {
                var started = Stopwatch.GetTimestamp();
                var found = await test(deadline.Token);
                Write(CheckReport.Of(found, Stopwatch.GetElapsedTime(started)), output);
                return CodeOf(found, output);
            },
            cancellationToken);

    private bool IsOfNode(ParseResult parsed, ValidationRequest request) =>
        parsed.GetValue(_node) || _options.NamesNode(parsed) || request is { Destinations.Count: 0, VpcId: null, RouteTableIds.Count: 0 };

    private FailoverConfiguration ConfigurationOf(ParseResult parsed, ValidationRequest request)
    {
        var connection = _connection.Read(parsed);
        var configuration = _options.Read(parsed, request.Destinations, new RouteScope { VpcId = request.VpcId, RouteTableIds = request.RouteTableIds }, connection);
        return request.RoleArn is null
            ? configuration
            : configuration with { Connection = configuration.Connection with { RoleArn = connection.RoleArn } };
    }

    private static void Write(CheckReport report, AgentOutput output)
    {
        if (output.IsJson)
            output.Result(report, AgentJson.Relaxed.CheckReport);
        else
            report.WriteTo(output.Results, output.IsVerbose);
    }

    private static int CodeOf(CheckFindings found, AgentOutput output)
    {
        var failed = SwitchCommand.CodeOf(output, found.Errors, isPartly: found.Checks.Count > 0);
        var untested = found.Untested.GroupBy(c => c.Evidence).Select(same => new OverlayIpException(
            "CheckNotTested", OverlayErrorKind.PermissionDenied, $"{string.Join(", ", same.Select(c => c.Id).Distinct())}: {same.Key}")
        { Subject = same.First().DestinationCidr, RecommendedAction = same.First().Remedy is { } policy ? $"Attach what {policy} writes." : null }).ToList();
        var denied = SwitchCommand.CodeOf(output, untested, isPartly: false);
        if (found.HasFailed)
            return ExitCode.Unhealthy;

        if (failed != ExitCode.Done)
            return failed;

        if (denied != ExitCode.Done || !found.IsEmpty)
            return denied;

        // Silence would be taken for success.
        var reasons = string.Join(' ', found.Checks.Select(c => c.Evidence).Distinct());
        throw new OverlayIpException("NothingTested", OverlayErrorKind.InvalidArgument,
            $"Of the checks that are wanted, none {(reasons.Length > 0 ? $"could be made: {reasons}" : "is one here.")}")
        { RecommendedAction = "Look at --check, --skip, --port and --quick." };
    }
}
