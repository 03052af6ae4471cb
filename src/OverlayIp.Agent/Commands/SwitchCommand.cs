using System.CommandLine;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Output;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Agent.Commands;

/// <summary><c>overlayip switch</c>: moves a route set to another target.</summary>
internal sealed class SwitchCommand
{
    private readonly Argument<RouteDestination?> _destination = new("destination")
    {
        Description = "The overlay address (10.2.0.1), a CIDR block or a managed prefix list (pl-…).",
        CustomParser = Values.Destination,
    };

    private readonly Option<RouteTarget?> _to = new("--to")
    {
        Description = "The instance (i-…, with one network interface) or network interface (eni-…) to send it to.",
        HelpName = "id",
        Required = true,
        CustomParser = Values.Target,
    };

    private readonly Option<string?> _vpc = new("--vpc")
    {
        Description = "Only the route tables of this VPC. [default: the VPC of the target]",
        HelpName = "id",
        CustomParser = Values.VpcId,
    };

    private readonly Option<string[]> _routeTables = new("--route-table")
    {
        Description = "Only this route table; can be repeated. [default: all that have the destination]",
        HelpName = "id",
        CustomParser = Values.RouteTableIds,
    };

    private readonly Option<RouteTarget?> _from = new("--from")
    {
        Description = "Refuse route tables that do not point to this instance or network interface now.",
        HelpName = "id",
        CustomParser = Values.Target,
    };

    private readonly Option<bool> _createMissing = new("--create-missing")
    {
        Description = "Create the route in route tables that lack it: those named, else all of the VPC.",
    };

    private readonly Option<bool> _rollback = new("--rollback")
    {
        Description = "All or nothing: put the others back when one route table fails; try nothing when one is refused.",
    };

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Accept a target that is stopped, has its source/destination check on or lies in another VPC.",
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Print the plan and change nothing.",
    };

    private readonly Option<int?> _timeout = new("--timeout")
    {
        Description = "How many seconds planning may take, and then changing and reading back. [default: 30, and 1 for each route table]",
        HelpName = "seconds",
        CustomParser = Values.Number(1, 3600),
    };

    private readonly ConnectionOptions _connection = new();

    private SwitchCommand()
    {
    }

    public static Command Create(OutputOptions output) => new SwitchCommand().Build(output);

    private DocumentedCommand Build(OutputOptions output)
    {
        var command = new DocumentedCommand(
            "switch", "Sends a destination to another instance or network interface, in all its route tables at once, and reads them back.")
        {
            UsesAws = true,
            Examples =
            [
                ("Move an overlay address to this node, in every route table of its VPC that has it",
                    "overlayip switch 10.2.0.1 --to i-0123456789abcdef0"),
                ("Only if it is still where it is expected to be, and all or nothing",
                    "overlayip switch 10.2.0.1 --to eni-0123456789abcdef0 --from i-0fedcba9876543210 --rollback"),
                ("See what would be done",
                    "overlayip switch 10.2.0.1 --to i-0123456789abcdef0 --dry-run"),
            ],
        };
        command.Add(_destination);
        command.Add(_to);
        command.Add(_vpc);
        command.Add(_routeTables);
        command.Add(_from);
        command.Add(_createMissing);
        command.Add(_rollback);
        command.Add(_force);
        command.Add(_dryRun);
        command.Add(_timeout);
        _connection.AddTo(command);
        command.SetBody(output, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, AgentOutput output, CancellationToken cancellationToken)
    {
        var destination = parsed.GetValue(_destination)!;
        if (destination.HostBitsCleared)
            output.Warning($"The destination had host bits set; EC2 stores it as {destination}.");

        using var connection = await Ec2ConnectionFactory.OpenAsync(_connection.Read(parsed), cancellationToken);
        var plan = await PlanAsync(connection, RequestOf(parsed, destination), TimeoutOf(parsed), cancellationToken);
        foreach (var warning in plan.Warnings)
            output.Warning(warning);

        if (parsed.GetValue(_dryRun))
        {
            Write(output, SwitchReport.Of(plan));
            var refusals = plan.Steps.Where(s => s.Refusal is not null).Select(s => s.Refusal!).ToList();
            return CodeOf(output, refusals, isPartly: refusals.Count < plan.Steps.Count);
        }

        var execution = await new RouteExecutor(connection).ExecuteAsync(plan, OptionsOf(parsed), output, cancellationToken);
        Write(output, SwitchReport.Of(execution));
        return CodeOf(output, execution);
    }

    // The SDK tries a call that gets no answer again and again; a cluster manager must be told before its own time is up.
    private static async Task<RoutePlan> PlanAsync(
        Ec2Connection connection, SwitchRoutePlanRequest request, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (timeout is { } within)
            deadline.CancelAfter(within);

        try
        {
            return await new RoutePlanner(connection).PlanSwitchAsync(request, deadline.Token);
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new OverlayIpException("RequestTimedOut", OverlayErrorKind.Timeout,
                $"The route tables and the target could not be read within {timeout!.Value.TotalSeconds:0} seconds; nothing was changed.", e)
            { Subject = request.Destination.ToString(), RecommendedAction = "Check the network path and proxy; running it again is always safe." };
        }
    }

    private SwitchRoutePlanRequest RequestOf(ParseResult parsed, RouteDestination destination) => new()
    {
        Destination = destination,
        Scope = new RouteScope { VpcId = parsed.GetValue(_vpc), RouteTableIds = parsed.GetValue(_routeTables) ?? [] },
        Target = parsed.GetValue(_to)!,
        From = parsed.GetValue(_from),
        Force = parsed.GetValue(_force),
        CreateMissing = parsed.GetValue(_createMissing),
    };

    private RouteExecutionOptions OptionsOf(ParseResult parsed) => new()
    {
        Timeout = TimeoutOf(parsed),
        Rollback = parsed.GetValue(_rollback),
    };

    private TimeSpan? TimeoutOf(ParseResult parsed) =>
        parsed.GetValue(_timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static void Write(AgentOutput output, SwitchReport report)
    {
        if (output.IsJson)
            output.Result(report, AgentJson.Relaxed.SwitchReport);
        else
            report.WriteTo(output.Results);
    }

    private static int CodeOf(AgentOutput output, RouteExecution execution)
    {
        var failures = execution.Reports.Where(r => r.Error is not null).Select(r => r.Error!).ToList();
        var isInForce = execution.Reports.Any(r => r.Outcome is RouteChangeOutcome.Replaced or RouteChangeOutcome.Created);
        var code = CodeOf(output, failures, isInForce);
        if (!execution.Cancelled)
            return code;

        var open = execution.Reports.Count(r => r.Outcome is RouteChangeOutcome.NotAttempted);
        output.Failure(new OverlayIpException("Interrupted", OverlayErrorKind.Unspecified,
            $"Stopped before the end: {open} of {execution.Reports.Count} route tables were not attempted; see the report for each.")
        { RecommendedAction = "Run it again; running it again is always safe." });
        return ExitCode.Interrupted;
    }

    // One sort of error everywhere and nothing changed: its code tells a caller what to do. Anything mixed is just a failure.
    public static int CodeOf(AgentOutput output, IReadOnlyCollection<OverlayIpException> failures, bool isPartly)
    {
        foreach (var failure in failures)
            output.Failure(failure);

        var codes = failures.Select(f => ExitCode.Of(f.Kind)).Distinct().ToList();
        return (codes, isPartly) switch
        {
            ([], _) => ExitCode.Done,
            ([var only], false) => only,
            _ => ExitCode.Failed,
        };
    }
}
