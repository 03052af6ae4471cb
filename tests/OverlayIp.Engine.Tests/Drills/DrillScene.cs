using OverlayIp.Engine.Drills;
using OverlayIp.Engine.Tests.Fakes;
using OverlayIp.Engine.Tests.Routing;

namespace OverlayIp.Engine.Tests.Drills;

/// <summary>The scene of the route tests with a third node, and drills on it.</summary>
internal sealed class DrillScene
{
    public const string NodeC = "i-0000000c";
    public const string EniC = "eni-0000000c";

    private readonly RouteScene _routes;

    public DrillScene(int tables = 2)
    {
        _routes = new RouteScene(tables);
        Ec2.AddInstance(NodeC, RouteScene.Vpc, "running", EniC);
    }

    public FakeEc2 Ec2 => _routes.Ec2;

    /// <summary>Where each table sends the address: A, B, C, or ? for elsewhere.</summary>
    public string Nodes => string.Concat(_routes.Hops.Select(NodeOf));

    /// <summary>Where each change went, in the order in which they came.</summary>
    public string Changes => string.Concat(Ec2.Mutations.Select(m => NodeOf(((Amazon.EC2.Model.ReplaceRouteRequest)m.Request).NetworkInterfaceId)));

    public DrillPlan Plan(params string[] candidates) => VirtualTime.Run(Ec2.Clock, () => new RouteDrill(Ec2.Connect()).PlanAsync(
        new DrillRequest
        {
            Destination = RouteScene.Destination,
            Scope = new() { VpcId = RouteScene.Vpc },
            Candidates = [.. candidates.Select(RouteTarget.Parse)],
        },
        CancellationToken.None));

    public DrillReport Run(DrillPlan plan, IAnswerWatch? watch = null, DrillOptions? options = null, CancellationToken cancellationToken = default) =>
        VirtualTime.Run(Ec2.Clock, () => new RouteDrill(Ec2.Connect()).RunAsync(plan, options ?? new DrillOptions(), watch, SilentObserver.Instance, cancellationToken));

    /// <summary>Runs a drill to B and C that is stopped when the n-th change arrives.</summary>
    public DrillReport RunStopped(int change, Action? atThatMoment = null)
    {
        var plan = Plan(RouteScene.NodeB, NodeC);
        using var stop = new CancellationTokenSource();
        var changes = 0;
        Ec2.Arriving = call =>
        {
            if (call.IsMutating && ++changes == change)
            {
                atThatMoment?.Invoke();
                stop.Cancel();
            }

            return Task.CompletedTask;
        };
        return Run(plan, cancellationToken: stop.Token);
    }

    /// <summary>The outcomes of the steps, the restoring last.</summary>
    public static string Outcomes(DrillReport report) => string.Join(' ', report.ToResults().Select(r => r.Outcome));

    private static string NodeOf(string? hop) => hop switch
    {
        RouteScene.EniA => "A",
        RouteScene.EniB => "B",
        EniC => "C",
        _ => "?",
    };
}
