using OverlayIp.Engine.Routing;
using OverlayIp.Engine.Tests.Fakes;

namespace OverlayIp.Engine.Tests.Routing;

/// <summary>A VPC with two nodes, and an overlay address that every route table sends to the first.</summary>
internal sealed class RouteScene
{
    public const string Vpc = "vpc-00000001";
    public const string Address = "10.2.0.1/32";
    public const string NodeA = "i-0000000a";
    public const string NodeB = "i-0000000b";
    public const string EniA = "eni-0000000a";
    public const string EniB = "eni-0000000b";

    public RouteScene(int tables = 2, bool routed = true)
    {
        Ec2.AddInstance(NodeA, Vpc, "running", EniA);
        Ec2.AddInstance(NodeB, Vpc, "running", EniB);
        for (var i = 1; i <= tables; i++)
        {
            Ec2.AddTable(Table(i), Vpc, null, "10.0.0.0/16");
            if (routed)
            {
                Ec2.PutOverlay(Table(i), Address, EniA);
            }
        }
    }

    public FakeEc2 Ec2 { get; } = new();

    public static RouteDestination Destination => RouteDestination.Parse(Address);

    public IEnumerable<string?> Hops => Ec2.Tables.Select(t => Ec2.HopOf(t.Id, Address));

    public static string Table(int number) => $"rtb-{number:x8}";

    public static SwitchRoutePlanRequest ToB(bool createMissing = false, bool force = false, string? from = null, string? vpc = Vpc) => new()
    {
        Destination = Destination,
        Scope = new RouteScope { VpcId = vpc },
        Target = RouteTarget.Instance(NodeB),
        From = from is null ? null : RouteTarget.Parse(from),
        CreateMissing = createMissing,
        Force = force,
    };

    public RoutePlan Plan(SwitchRoutePlanRequest request) =>
        VirtualTime.Run(Ec2.Clock, () => new RoutePlanner(Ec2.Connect()).PlanSwitchAsync(request, CancellationToken.None));

    public RoutePlan Plan(CreateRoutePlanRequest request) =>
        VirtualTime.Run(Ec2.Clock, () => new RoutePlanner(Ec2.Connect()).PlanCreateAsync(request, CancellationToken.None));

    public RoutePlan Plan(RemoveRoutePlanRequest request) =>
        VirtualTime.Run(Ec2.Clock, () => new RoutePlanner(Ec2.Connect()).PlanRemoveAsync(request, CancellationToken.None));

    public RouteExecution Execute(
        RoutePlan plan, bool rollback = false, TimeSpan? timeout = null, IOperationObserver? observer = null, CancellationToken cancellationToken = default) =>
        VirtualTime.Run(Ec2.Clock, () => new RouteExecutor(Ec2.Connect()).ExecuteAsync(
            plan,
            new RouteExecutionOptions { Rollback = rollback, Timeout = timeout },
            observer ?? SilentObserver.Instance,
            cancellationToken));

    public RouteExecution Switch(bool rollback = false, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Execute(Plan(ToB()), rollback, timeout, cancellationToken: cancellationToken);

    /// <summary>The outcomes in the order of the tables.</summary>
    public static string Outcomes(RouteExecution run) => string.Join(' ', run.Reports.Select(r => r.Outcome));
}
