using OverlayIp.Engine;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;
using OverlayIp.Lab;
using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Integration.Tests;

/// <summary>A lab of one test with as many route tables as it wants, and the engine's connection to it.</summary>
internal sealed class LabScene : IAsyncDisposable
{
    public const string Address = "10.2.0.1/32";

    private LabScene(LabClient lab, Ec2Connection connection, IReadOnlyList<string> tables)
    {
        Lab = lab;
        Connection = connection;
        Tables = tables;
    }

    public LabClient Lab { get; }

    public LabServer Server => Lab.Server;

    public Ec2Connection Connection { get; }

    public IReadOnlyList<string> Tables { get; }

    public OverlayLabNode A => Lab.NodeA;

    public OverlayLabNode B => Lab.NodeB;

    public RoutePlanner Planner => new(Connection);

    public static RouteDestination Destination => RouteDestination.Parse(Address);

    /// <summary>Starts a lab whose checks are off.</summary>
    /// <param name="tables">How many route tables.</param>
    /// <param name="routed">True sends the address to node A in all of them.</param>
    /// <param name="iam">Who may call it, besides the administrator.</param>
    /// <param name="clock">The lab's clock, or null for the system's.</param>
    public static async Task<LabScene> StartAsync(int tables = 4, bool routed = true, LabIam? iam = null, TimeProvider? clock = null)
    {
        var lab = await LabClient.StartAsync(new LabOptions { TransitionDelay = TimeSpan.Zero, Iam = iam, Clock = clock ?? TimeProvider.System });
        foreach (var node in lab.Lab.Nodes)
        {
            await lab.DoAsync(
                "ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", node.NetworkInterfaceId), ("SourceDestCheck.Value", "false"));
        }

        var ids = lab.Lab.RouteTableIds.ToList();
        while (ids.Count < tables)
        {
            ids.Add((await lab.DoAsync("CreateRouteTable", ("VpcId", lab.Lab.VpcId!))).Text("routeTableId")!);
        }

        ids.RemoveRange(tables, ids.Count - tables);
        foreach (var id in routed ? ids : [])
        {
            await lab.DoAsync(
                "CreateRoute", ("RouteTableId", id), ("DestinationCidrBlock", Address), ("NetworkInterfaceId", lab.NodeA.NetworkInterfaceId));
        }

        var connection = await Ec2ConnectionFactory.OpenAsync(SettingsFor(lab.Lab), CancellationToken.None);
        lab.Server.ClearCalls();
        return new LabScene(lab, connection, ids);
    }

    public static ConnectionSettings SettingsFor(OverlayLab lab) => new()
    {
        Region = lab.Region,
        EndpointUrl = lab.EndpointUrl,
        Credential = new OverlayCredential(lab.AccessKeyId, lab.SecretAccessKey),
    };

    public Task<RoutePlan> PlanAsync(OverlayLabNode target, bool createMissing = false) => Planner.PlanSwitchAsync(
        new SwitchRoutePlanRequest
        {
            Destination = Destination,
            Scope = new RouteScope { RouteTableIds = Tables },
            Target = RouteTarget.Instance(target.InstanceId),
            CreateMissing = createMissing,
        },
        CancellationToken.None);

    public Task<RouteExecution> ExecuteAsync(
        RoutePlan plan, bool rollback = false, TimeSpan? timeout = null, IOperationObserver? observer = null, CancellationToken cancellationToken = default) =>
        ExecuteAsync(Connection, plan, rollback, timeout, observer, cancellationToken);

    /// <summary>Carries a plan out with a clock of the test's for its pauses and deadlines: calls take their own time all the same.</summary>
    public Task<RouteExecution> ExecuteAsync(RoutePlan plan, SteppedClock clock, TimeSpan timeout, bool rollback = false, IOperationObserver? observer = null) =>
        ExecuteAsync(new Ec2Connection(Connection.Client, Connection.Unretried, Connection.Region, clock), plan, rollback, timeout, observer, CancellationToken.None);

    /// <summary>The node that each table sends the address to at this moment: A, B, or - for no route. No call is needed for it, so the
    /// faults stay as they are, also for a call that is still on its way.</summary>
    public string Nodes(string destination = Address)
    {
        return string.Concat(Targets(destination).Select(target => target switch
        {
            null => "-",
            _ when target == A.NetworkInterfaceId => "A",
            _ when target == B.NetworkInterfaceId => "B",
            _ => "?",
        }));
    }

    /// <summary>The network interface that each table sends the address to at this moment: null for no route.</summary>
    public IEnumerable<string?> Targets(string destination = Address)
    {
        var routeTables = Server.State.RouteTables;
        return Tables.Select(id => routeTables[id].Routes.FirstOrDefault(r => r.Destination == destination) is { } route ? route.NetworkInterfaceId ?? "" : null);
    }

    public static string Outcomes(RouteExecution run) => string.Join(' ', run.Reports.Select(r => r.Outcome).Distinct());

    private static Task<RouteExecution> ExecuteAsync(
        Ec2Connection connection, RoutePlan plan, bool rollback, TimeSpan? timeout, IOperationObserver? observer, CancellationToken cancellationToken) =>
        new RouteExecutor(connection).ExecuteAsync(
            plan, new RouteExecutionOptions { Rollback = rollback, Timeout = timeout }, observer ?? SilentObserver.Instance, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        await Lab.DisposeAsync();
    }
}
