using System.Diagnostics;
using System.Globalization;
using OverlayIp.Agent.Output;
using OverlayIp.Engine;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;
using OverlayIp.Engine.SourceDestCheck;

namespace OverlayIp.Agent.Demo;

/// <summary>
/// The story: an address is set up on node-a, node-a is lost, node-b takes over. Every act reads back what it did and fails when
/// that is not what its title says.
/// </summary>
internal sealed class DemoStory(DemoStage stage, bool isAddressWanted)
{
    private const string Address = "10.2.0.1";

    private static readonly TimeSpan BlackholeWithin = TimeSpan.FromSeconds(15);

    private static readonly RouteQuery Routes = new() { Destinations = [DemoStage.Destination] };

    /// <summary>The acts, in order.</summary>
    public IReadOnlyList<DemoAct> Acts =>
    [
        new("Start a lab: an EC2 endpoint with a VPC of its own", "$lab = Start-OverlayLab", StartAsync),
        new("Meet the nodes", "$a, $b = $lab.Nodes; $lab.Nodes", MeetNodesAsync),
        new($"Route {Address} to node-a in every route table of the VPC", $"New-OverlayRoute {Address} -VpcId $lab.VpcId -InstanceId $a.InstanceId", CreateAsync),
        new("Turn the source/destination check off on both nodes", "$lab.Nodes | Disable-SourceDestCheck", DisableChecksAsync),
        new($"Put {Address} on the node's operating system", $"Add-OverlayAddress {Address} -InterfaceName lo", new LocalAddressAct(stage, isAddressWanted).PlayAsync),
        new(
            "Lose node-a",
            "Stop-EC2Instance $a.InstanceId -EndpointUrl $lab.EndpointUrl -Region $lab.Region -AccessKey $lab.AccessKeyId -SecretKey $lab.SecretAccessKey",
            StopFirstAsync),
        new("See the routes turn into blackholes", $"Get-OverlayRoute {Address}", SeeBlackholesAsync),
        new("Switch to node-b, everywhere at once", $"Switch-OverlayRoute {Address} -InstanceId $b.InstanceId -From $a.InstanceId", SwitchAsync),
        new("Verify it over a new connection", $"Get-OverlayRoute {Address} -InstanceId $b.InstanceId -State Active", VerifyAsync),
        new("Ask for the status, as monitoring would", $"Get-OverlayRoute {Address} | Group-Object InstanceId, State", AskStatusAsync),
        new(
            "Clean up",
            $"Remove-OverlayRoute {Address} -VpcId $lab.VpcId -Confirm:$false; Remove-OverlayAddress {Address}; Stop-OverlayLab",
            CleanUpAsync),
    ];

    private async Task<DemoFindings> StartAsync(CancellationToken cancellationToken)
    {
        await stage.StartAsync(cancellationToken);
        var lab = stage.Lab;
        Demand.That(lab is { VpcId: not null, Nodes.Count: 2, RouteTableIds.Count: > 1 }, "The lab has no VPC with two nodes and several route tables.");
        return new DemoFindings
        {
            Facts =
            [
                $"It answers at {lab.EndpointUrl} and plays {lab.Region}; the AWS CLI and every AWS SDK take it for EC2.",
                $"Its VPC {lab.VpcId} has the block {lab.VpcCidr} and {lab.RouteTableIds.Count} route tables. {Address} lies outside: no subnet owns it.",
            ],
        };
    }

    private async Task<DemoFindings> MeetNodesAsync(CancellationToken cancellationToken)
    {
        var checks = await ChecksAsync(cancellationToken);
        var nodes = stage.Lab.Nodes;
        Demand.That(nodes.All(n => n.State == "running"), "A node is not running.");
        Demand.That(nodes.All(n => checks.Any(c => c.InstanceId == n.InstanceId)), "EC2 does not list a node.");
        return new DemoFindings
        {
            Facts = [$"Two zones, two subnets: {Address} must be able to move between them, which no address of a subnet can."],
            Table = new DemoTable(
                ["node", "instance", "address", "zone", "state"],
                [.. nodes.Select(n => (string[])[n.Name, n.InstanceId, n.PrivateIpAddress, n.AvailabilityZone, n.State])]),
        };
    }

    private async Task<DemoFindings> CreateAsync(CancellationToken cancellationToken)
    {
        var plan = await new RoutePlanner(stage.Connection).PlanCreateAsync(
            new CreateRoutePlanRequest
            {
                Destination = DemoStage.Destination,
                Scope = new RouteScope { VpcId = stage.Lab.VpcId },
                Target = RouteTarget.Instance(stage.First.InstanceId),
            },
            cancellationToken);
        await CarryOutAsync(plan, cancellationToken);
        var routes = await ReadRoutesAsync(stage.Connection, cancellationToken);
        DemandEverywhere(routes, stage.First, RouteState.Active);
        return new DemoFindings { Facts = [.. plan.Warnings.Select(w => $"Warning: {w}")], Table = TableOf(routes) };
    }

    private async Task<DemoFindings> DisableChecksAsync(CancellationToken cancellationToken)
    {
        var service = new SourceDestCheckService(stage.Connection);
        foreach (var check in await ChecksAsync(cancellationToken))
            await service.SetAsync(check, enabled: false, cancellationToken);

        var checks = await ChecksAsync(cancellationToken);
        Demand.That(checks.Count == 2 && checks.TrueForAll(c => !c.Enabled), "A source/destination check is still on.");
        return new DemoFindings
        {
            Facts = [$"While it is on, EC2 drops every packet for an address that is not the interface's own, such as {Address}."],
            Table = new DemoTable(["node", "network interface", "check"], [.. checks.Select(c => (string[])[c.InstanceName ?? "-", c.NetworkInterfaceId, c.Enabled ? "on" : "off"])]),
        };
    }

    private async Task<DemoFindings> StopFirstAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var form = new FormUrlEncodedContent(
            [new("Action", "StopInstances"), new("Version", "2016-11-15"), new("InstanceId.1", stage.First.InstanceId)]);
        using var answer = await client.PostAsync(new Uri(stage.Lab.EndpointUrl), form, cancellationToken);
        Demand.That(answer.IsSuccessStatusCode, $"StopInstances was answered with HTTP {(int)answer.StatusCode}.");
        Demand.That(stage.First.State is "stopping" or "stopped", $"node-a is {stage.First.State}.");
        return new DemoFindings { Facts = [$"node-a ({stage.First.InstanceId}) is {stage.First.State}. (Stop-EC2Instance belongs to AWS.Tools.EC2.)"] };
    }

    private async Task<DemoFindings> SeeBlackholesAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var routes = await ReadRoutesAsync(stage.Connection, cancellationToken);
        while (routes.Exists(r => r.State == RouteState.Active) && Stopwatch.GetElapsedTime(started) < BlackholeWithin)
        {
            await Task.Delay(50, cancellationToken);
            routes = await ReadRoutesAsync(stage.Connection, cancellationToken);
        }

        DemandEverywhere(routes, stage.First, RouteState.Blackhole);
        return new DemoFindings
        {
            Facts = [$"Every packet for {Address} is dropped now, and EC2 changes nothing about that by itself."],
            Table = TableOf(routes),
        };
    }

    private async Task<DemoFindings> SwitchAsync(CancellationToken cancellationToken)
    {
        var plan = await new RoutePlanner(stage.Connection).PlanSwitchAsync(
            new SwitchRoutePlanRequest
            {
                Destination = DemoStage.Destination,
                Target = RouteTarget.Instance(stage.Second.InstanceId),
                From = RouteTarget.Instance(stage.First.InstanceId),
            },
            cancellationToken);
        var execution = await CarryOutAsync(plan, cancellationToken);
        Demand.That(execution.Reports.All(r => r is { Outcome: RouteChangeOutcome.Replaced, Verified: true }), "A route table was not switched.");
        return new DemoFindings
        {
            Facts =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{execution.Reports.Count} route tables were replaced at once and read back, {execution.Elapsed.TotalSeconds:0.000}s after the plan was made."),
            ],
        };
    }

    private async Task<DemoFindings> VerifyAsync(CancellationToken cancellationToken)
    {
        using var connection = await stage.OpenAsync(cancellationToken);
        var routes = await ReadRoutesAsync(connection, cancellationToken);
        DemandEverywhere(routes, stage.Second, RouteState.Active);
        return new DemoFindings { Table = TableOf(routes) };
    }

    private async Task<DemoFindings> AskStatusAsync(CancellationToken cancellationToken)
    {
        var routes = await ReadRoutesAsync(stage.Connection, cancellationToken);
        var report = StatusReport.Of(routes, stage.Lab.Nodes.ToDictionary(n => n.InstanceId, n => n.Name));
        Demand.That(report is { Healthy: true, Destinations.Count: 1 }, "The status is not healthy.");
        return new DemoFindings { Facts = [$"healthy: {report.Routes.Count} route tables agree on {report.Routes[0].Target}. ('overlayip status {Address}' exits with 0.)"] };
    }

    private async Task<DemoFindings> CleanUpAsync(CancellationToken cancellationToken)
    {
        var plan = await new RoutePlanner(stage.Connection).PlanRemoveAsync(
            new RemoveRoutePlanRequest { Destination = DemoStage.Destination, Scope = new RouteScope { VpcId = stage.Lab.VpcId } }, cancellationToken);
        await CarryOutAsync(plan, cancellationToken);
        var left = await ReadRoutesAsync(stage.Connection, cancellationToken);
        Demand.That(left.Count == 0, $"{left.Count} routes are left.");
        var facts = new List<string> { $"No route table has a route to {Address} any more." };
        if (stage.AddressInterface is { } interfaceName)
        {
            await stage.RemoveAddressAsync(cancellationToken);
            facts.Add($"{Address} is off {interfaceName}.");
        }

        await stage.StopAsync(cancellationToken);
        facts.Add("The lab is stopped.");
        return new DemoFindings { Facts = facts };
    }

    private async Task<RouteExecution> CarryOutAsync(RoutePlan plan, CancellationToken cancellationToken)
    {
        var execution = await new RouteExecutor(stage.Connection).ExecuteAsync(
            plan, new RouteExecutionOptions(), SilentObserver.Instance, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return execution.Reports.FirstOrDefault(r => r.Error is not null) is { Error: { } error } ? throw error : execution;
    }

    private async Task<List<SourceDestCheck>> ChecksAsync(CancellationToken cancellationToken)
    {
        var checks = new List<SourceDestCheck>();
        var query = new SourceDestCheckQuery { InstanceIds = [.. stage.Lab.Nodes.Select(n => n.InstanceId)] };
        await foreach (var check in new SourceDestCheckService(stage.Connection).GetAsync(query, cancellationToken))
            checks.Add(check);

        return checks;
    }

    private static async Task<List<OverlayRoute>> ReadRoutesAsync(Ec2Connection connection, CancellationToken cancellationToken)
    {
        var routes = new List<OverlayRoute>();
        await foreach (var route in new RouteInventory(connection).FindAsync(Routes, cancellationToken))
            routes.Add(route);

        return routes;
    }

    private void DemandEverywhere(List<OverlayRoute> routes, OverlayLabNode node, RouteState state)
    {
        foreach (var routeTableId in stage.Lab.RouteTableIds)
        {
            var route = routes.Find(r => r.RouteTableId == routeTableId);
            Demand.That(
                route is not null && route.NetworkInterfaceId == node.NetworkInterfaceId && route.State == state,
                $"{routeTableId} has {(route is null ? "no route" : $"a route to {route.InstanceId}, {route.State}")} instead of one to {node.Name}, {state}.");
        }
    }

    // As many columns as a terminal of 80 characters can show without breaking an id.
    private DemoTable TableOf(List<OverlayRoute> routes)
    {
        var names = stage.Lab.Nodes.ToDictionary(n => n.InstanceId, n => n.Name);
        return new DemoTable(
            ["route table", "name", "destination", "target", "state"],
            [
                .. routes.OrderBy(r => r.RouteTableName, StringComparer.Ordinal).Select(r => (string[])
                [
                    r.RouteTableId,
                    r.RouteTableName ?? "-",
                    r.DestinationCidr,
                    names.GetValueOrDefault(r.InstanceId ?? "", "?"),
                    r.State == RouteState.Active ? "active" : "blackhole",
                ]),
            ]);
    }
}
