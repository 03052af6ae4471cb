using System.CommandLine;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Output;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;
using OverlayIp.Engine.SourceDestCheck;

namespace OverlayIp.Agent.Commands;

/// <summary><c>overlayip status</c>: where overlay addresses point to.</summary>
internal sealed class StatusCommand
{
    private readonly Argument<RouteDestination[]> _destinations = new("destination")
    {
        Description = "The overlay addresses (10.2.0.1), CIDR blocks or managed prefix lists (pl-…). [default: all there are]",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = Values.Destinations,
    };

    private readonly Option<string[]> _vpcs = new("--vpc")
    {
        Description = "Only in this VPC; can be repeated.",
        HelpName = "id",
        CustomParser = Values.VpcIds,
    };

    private readonly Option<string[]> _routeTables = new("--route-table")
    {
        Description = "Only in this route table; can be repeated.",
        HelpName = "id",
        CustomParser = Values.RouteTableIds,
    };

    private readonly ConnectionOptions _connection = new();
    private readonly NodeStatus _node = new();

    private StatusCommand()
    {
    }

    public static Command Create(OutputOptions output) => new StatusCommand().Build(output);

    private DocumentedCommand Build(OutputOptions output)
    {
        var command = new DocumentedCommand(
            "status", "Shows every overlay route, whether it works, and whether the route tables of a destination agree.")
        {
            UsesAws = true,
            Examples =
            [
                ("Every overlay route of the Region", "overlayip status"),
                ("For monitoring: exit code 0 means that all route tables send it to the same running node", "overlayip status 10.2.0.1 --vpc vpc-0123456789abcdef0"),
                ("From a node: is it the target of all that its configuration file says?", "overlayip status --node"),
                ("The node that an address is on", "overlayip status 10.2.0.1 --json | jq -r '.routes[0].target.instanceId'"),
            ],
        };
        command.Add(_destinations);
        command.Add(_vpcs);
        command.Add(_routeTables);
        _connection.AddTo(command);
        _node.AddTo(command);
        command.SetBody(output, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, AgentOutput output, CancellationToken cancellationToken)
    {
        if (_node.IsAsked(parsed))
        {
            var scope = new RouteScope { VpcId = OnlyVpc(parsed.GetValue(_vpcs) ?? []), RouteTableIds = parsed.GetValue(_routeTables) ?? [] };
            return await _node.RunAsync(parsed, parsed.GetValue(_destinations) ?? [], scope, _connection.Read(parsed), output, cancellationToken);
        }

        using var connection = await Ec2ConnectionFactory.OpenAsync(_connection.Read(parsed), cancellationToken);
        var query = new RouteQuery
        {
            Destinations = parsed.GetValue(_destinations) ?? [],
            VpcIds = parsed.GetValue(_vpcs) ?? [],
            RouteTableIds = parsed.GetValue(_routeTables) ?? [],
        };
        var report = await ReadAsync(connection, query, output, cancellationToken);
        if (output.IsJson)
            output.Result(report, AgentJson.Relaxed.StatusReport);
        else if (report.Routes.Count > 0)
            report.WriteTo(output.Results);

        return CodeOf(query, report, output);
    }

    /// <summary>Reads and judges the routes.</summary>
    public static async Task<StatusReport> ReadAsync(
        Ec2Connection connection, RouteQuery query, AgentOutput output, CancellationToken cancellationToken)
    {
        var routes = new List<OverlayRoute>();
        await foreach (var route in new RouteInventory(connection).FindAsync(query, cancellationToken))
            routes.Add(route);

        var instances = routes.Where(r => r.InstanceId is not null).Select(r => r.InstanceId!).Distinct().ToList();
        return StatusReport.Of(routes, await NamesAsync(new SourceDestCheckService(connection), instances, output, cancellationToken));
    }

    private static string? OnlyVpc(string[] vpcIds) => vpcIds.Length < 2
        ? vpcIds.FirstOrDefault()
        : throw new OverlayIpException("CommandLineInvalid", OverlayErrorKind.InvalidArgument, "A node is in one VPC: give one --vpc with --node.");

    private static int CodeOf(RouteQuery query, StatusReport report, AgentOutput output)
    {
        var missing = query.Destinations.Where(d => !report.Destinations.Any(r => r.Destination == d.ToString())).ToList();
        foreach (var destination in missing)
        {
            output.Failure(new OverlayIpException("RouteNotFound", OverlayErrorKind.NotFound, $"No route table has a route to {destination}.")
            { Subject = destination.ToString(), RecommendedAction = "Check the Region, --vpc and --route-table." });
        }

        if (missing.Count > 0)
            return ExitCode.NotFound;

        if (report.Routes.Count == 0)
            output.Warning("No route table has a route to an instance or network interface.");

        return report.Healthy ? ExitCode.Done : ExitCode.Unhealthy;
    }

    // A route can outlive its instance, and EC2 then refuses the question for all of them. Names are a courtesy: neither that nor
    // a missing permission for DescribeInstances may hide the routes.
    private static async Task<Dictionary<string, string>> NamesAsync(
        SourceDestCheckService service, List<string> instances, AgentOutput output, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (instances.Count == 0)
            return names;

        try
        {
            await foreach (var check in service.GetAsync(new SourceDestCheckQuery { InstanceIds = instances }, cancellationToken))
            {
                if (check is { InstanceId: { } id, InstanceName: { } name })
                    names[id] = name;
            }
        }
        catch (OverlayIpException e) when (e.Kind == OverlayErrorKind.NotFound && instances.Count > 1)
        {
            foreach (var instance in instances)
            {
                foreach (var (id, name) in await NamesAsync(service, [instance], output, cancellationToken))
                    names[id] = name;
            }
        }
        catch (OverlayIpException e)
        {
            output.Verbose($"Instance names are not shown: {e.Message}");
        }

        return names;
    }
}
