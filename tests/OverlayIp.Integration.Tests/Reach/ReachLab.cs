using OverlayIp.Engine;
using OverlayIp.Engine.Reach;
using OverlayIp.Engine.Reach.TransitRoutes;
using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Integration.Tests.Reach;

/// <summary>A VPC that has 10.2.0.1, and one outside, on one transit gateway. Nothing leads from the one to the other yet.</summary>
internal sealed class ReachLab : IAsyncDisposable
{
    private ReachLab(LabScene scene, TransitLab transit, string outsideTable)
    {
        Scene = scene;
        Transit = transit;
        OutsideTable = outsideTable;
    }

    public LabScene Scene { get; }

    public TransitLab Transit { get; }

    public string OutsideTable { get; }

    public LabClient Api => Scene.Lab;

    public string VpcId => Api.Lab.VpcId!;

    public static async Task<ReachLab> StartAsync(bool connected = false, LabIam? iam = null)
    {
        var scene = await LabScene.StartAsync(3, iam: iam);
        var transit = await TransitLab.CreateAsync(scene.Lab);
        var tables = await scene.Lab.DoAsync("DescribeRouteTables", ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", transit.OutsideVpcId));
        var lab = new ReachLab(scene, transit, tables.Text("routeTableId")!);
        if (connected)
        {
            await lab.LeadOutsideAsync();
            await transit.RouteAsync(LabScene.Address, transit.InsideId);
            await lab.LeadBackAsync();
        }

        scene.Server.ClearCalls();
        return lab;
    }

    /// <summary>Leads the address from the VPC outside to the transit gateway.</summary>
    public Task LeadOutsideAsync(string destination = LabScene.Address) =>
        Api.DoAsync("CreateRoute", ("RouteTableId", OutsideTable), ("DestinationCidrBlock", destination), ("TransitGatewayId", Transit.GatewayId));

    /// <summary>Leads the answers from the VPC to the transit gateway.</summary>
    public async Task LeadBackAsync()
    {
        foreach (var table in Scene.Tables)
        {
            await Api.DoAsync("CreateRoute", ("RouteTableId", table), ("DestinationCidrBlock", TransitLab.Outside), ("TransitGatewayId", Transit.GatewayId));
        }
    }

    public Task<OverlayPath> WalkAsync(string from, string destination = LabScene.Address, string? vpcId = null) => new PathWalker(Scene.Connection).WalkAsync(
        new PathRequest { Destination = CidrBlock.Parse(destination), From = PathSource.Parse(from), VpcId = vpcId }, SilentObserver.Instance, CancellationToken.None);

    public Task<TransitRoutePlan> PlanAsync(bool force = false, string? vpcId = null, string? attachmentId = null, params string[] tables) =>
        new TransitRoutePlanner(Scene.Connection).PlanCreateAsync(
            new TransitRouteRequest
            {
                Destination = LabScene.Destination, VpcId = attachmentId is null ? vpcId ?? VpcId : null, AttachmentId = attachmentId, TableIds = tables, Force = force,
            },
            CancellationToken.None);

    public Task<TransitRoutePlan> PlanRemovalAsync(string? vpcId = null, params string[] tables) => new TransitRoutePlanner(Scene.Connection).PlanRemoveAsync(
        new TransitRouteRequest { Destination = LabScene.Destination, VpcId = vpcId, TableIds = tables }, CancellationToken.None);

    public Task<TransitRouteExecution> ExecuteAsync(TransitRoutePlan plan, CancellationToken cancellationToken = default) =>
        new TransitRouteExecutor(Scene.Connection).ExecuteAsync(plan, TimeSpan.FromSeconds(30), SilentObserver.Instance, cancellationToken);

    /// <summary>Another route table of the transit gateway.</summary>
    public async Task<string> AddTransitTableAsync() =>
        (await Api.DoAsync("CreateTransitGatewayRouteTable", ("TransitGatewayId", Transit.GatewayId))).Text("transitGatewayRouteTableId")!;

    public ValueTask DisposeAsync() => Scene.DisposeAsync();
}
