using OverlayIp.Engine.Reach.TransitRoutes;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Integration.Tests.Reach;

public class TransitRouteTests
{
    [Fact]
    public async Task A_static_route_is_created_found_and_deleted()
    {
        await using var lab = await ReachLab.StartAsync();

        var created = Assert.Single((await lab.ExecuteAsync(await lab.PlanAsync())).Reports);
        Assert.Equal((TransitRouteOutcome.Done, null), (created.Outcome, created.Error));
        Assert.Equal([(LabScene.Address, lab.Transit.InsideId, "static", "active")], await lab.Transit.SearchAsync("route-search.exact-match", LabScene.Address));

        var found = Assert.Single(await FindAsync(lab, new TransitRouteQuery { Destination = CidrBlock.Parse(LabScene.Address) }));
        Assert.Equal(created.Route, found);
        Assert.Equal(
            (lab.Transit.TableId, lab.Transit.GatewayId, lab.Transit.InsideId, lab.VpcId, TransitRouteType.Static, RouteState.Active),
            (found.TransitGatewayRouteTableId, found.TransitGatewayId, found.TransitGatewayAttachmentId, found.VpcId, found.Type, found.State));

        var removed = Assert.Single((await lab.ExecuteAsync(await lab.PlanRemovalAsync(lab.VpcId))).Reports);
        Assert.Equal((TransitRouteOutcome.Done, found), (removed.Outcome, removed.Step.Previous));
        Assert.Empty(await lab.Transit.SearchAsync("route-search.exact-match", LabScene.Address));
    }

    [Fact]
    public async Task Creating_again_changes_nothing()
    {
        await using var lab = await ReachLab.StartAsync(connected: true);

        var report = Assert.Single((await lab.ExecuteAsync(await lab.PlanAsync())).Reports);

        Assert.Equal((TransitRouteAction.None, TransitRouteOutcome.Done, lab.Transit.InsideId), (report.Step.Action, report.Outcome, report.Route?.TransitGatewayAttachmentId));
        Assert.All(lab.Scene.Server.Calls, c => Assert.Matches("^(Describe|Search)", c.Action));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_route_that_leads_elsewhere_is_replaced_only_by_force(bool isBlackhole)
    {
        await using var lab = await ReachLab.StartAsync();
        var before = isBlackhole ? null : lab.Transit.OutsideId;
        await lab.Transit.RouteAsync(LabScene.Address, before);

        var refused = Assert.Single((await lab.ExecuteAsync(await lab.PlanAsync())).Reports);
        Assert.Equal(("TransitRouteAlreadyExists", OverlayErrorKind.AlreadyExists, lab.Transit.TableId), (refused.Error?.ErrorId, refused.Error?.Kind, refused.Error?.Subject));
        Assert.Equal(before, Assert.Single(await lab.Transit.SearchAsync("route-search.exact-match", LabScene.Address)).Attachment);

        var replaced = Assert.Single((await lab.ExecuteAsync(await lab.PlanAsync(force: true))).Reports);
        Assert.Equal((TransitRouteAction.Replace, TransitRouteOutcome.Done), (replaced.Step.Action, replaced.Outcome));
        Assert.Equal(lab.Transit.InsideId, Assert.Single(await lab.Transit.SearchAsync("route-search.exact-match", LabScene.Address)).Attachment);
    }

    [Fact]
    public async Task Without_tables_those_that_lead_to_the_VPC_are_meant()
    {
        await using var lab = await ReachLab.StartAsync();
        var isolated = await lab.AddTransitTableAsync();
        var propagated = await lab.AddTransitTableAsync();
        await lab.Api.DoAsync("EnableTransitGatewayRouteTablePropagation", ("TransitGatewayRouteTableId", propagated), ("TransitGatewayAttachmentId", lab.Transit.InsideId));

        var plan = await lab.PlanAsync();
        Assert.Equal(new[] { lab.Transit.TableId, propagated }.Order(StringComparer.Ordinal), plan.Steps.Select(s => s.TableId));

        Assert.Equal([isolated], (await lab.PlanAsync(tables: isolated)).Steps.Select(s => s.TableId));
    }

    [Fact]
    public async Task A_VPC_that_no_table_leads_to_needs_tables_to_be_named()
    {
        await using var lab = await ReachLab.StartAsync();
        await lab.Api.DoAsync("DisableTransitGatewayRouteTablePropagation", ("TransitGatewayRouteTableId", lab.Transit.TableId), ("TransitGatewayAttachmentId", lab.Transit.InsideId));

        Assert.Equal("ScopeMissing", (await Assert.ThrowsAsync<OverlayIpException>(() => lab.PlanAsync())).ErrorId);
        Assert.Equal(TransitRouteAction.Create, Assert.Single((await lab.PlanAsync(tables: lab.Transit.TableId)).Steps).Action);
    }

    [Fact]
    public async Task A_table_of_another_transit_gateway_is_refused()
    {
        await using var lab = await ReachLab.StartAsync();
        var other = (await lab.Api.DoAsync("CreateTransitGateway")).Text("associationDefaultRouteTableId")!;

        var steps = (await lab.PlanAsync(tables: [lab.Transit.TableId, other])).Steps.ToDictionary(s => s.TableId);

        Assert.Equal(TransitRouteAction.Create, steps[lab.Transit.TableId].Action);
        Assert.Equal("TransitGatewayMismatch", steps[other].Refusal?.ErrorId);
    }

    [Fact]
    public async Task What_is_not_there_is_an_error()
    {
        await using var lab = await ReachLab.StartAsync();
        var vpc = (await lab.Api.DoAsync("CreateVpc", ("CidrBlock", "10.77.0.0/16"))).Text("vpcId")!;

        Assert.Equal("TransitGatewayAttachmentNotFound", await ErrorOfAsync(() => lab.PlanAsync(vpcId: vpc)));
        Assert.Equal("TransitGatewayAttachmentNotFound", await ErrorOfAsync(() => lab.PlanAsync(attachmentId: "tgw-attach-0123456789abcdef0")));
        Assert.Equal("TransitGatewayRouteTableNotFound", await ErrorOfAsync(() => lab.PlanAsync(tables: "tgw-rtb-0123456789abcdef0")));
        Assert.Equal("TransitRouteNotFound", await ErrorOfAsync(() => lab.PlanRemovalAsync(lab.VpcId)));
        Assert.Equal("ScopeMissing", await ErrorOfAsync(() => lab.PlanRemovalAsync()));
        var step = Assert.Single((await lab.PlanRemovalAsync(null, lab.Transit.TableId)).Steps);
        Assert.Equal((TransitRouteAction.Refuse, "TransitRouteNotFound"), (step.Action, step.Refusal?.ErrorId));
    }

    [Fact]
    public async Task A_VPC_that_does_not_know_the_address_is_warned_of()
    {
        await using var lab = await ReachLab.StartAsync();
        Assert.Empty((await lab.PlanAsync()).Warnings);

        foreach (var table in lab.Scene.Tables)
        {
            await lab.Api.DoAsync("DeleteRoute", ("RouteTableId", table), ("DestinationCidrBlock", LabScene.Address));
        }

        Assert.Contains("New-OverlayRoute", Assert.Single((await lab.PlanAsync()).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removing_from_a_VPC_leaves_what_leads_elsewhere()
    {
        await using var lab = await ReachLab.StartAsync(connected: true);
        var second = await lab.AddTransitTableAsync();
        await lab.Api.DoAsync("CreateTransitGatewayRoute", ("TransitGatewayRouteTableId", second), ("DestinationCidrBlock", LabScene.Address), ("TransitGatewayAttachmentId", lab.Transit.OutsideId));

        var run = await lab.ExecuteAsync(await lab.PlanRemovalAsync(lab.VpcId));

        Assert.Equal(lab.Transit.TableId, Assert.Single(run.Reports).Step.TableId);
        Assert.Equal(second, Assert.Single(await FindAsync(lab, new TransitRouteQuery { Destination = CidrBlock.Parse(LabScene.Address) })).TransitGatewayRouteTableId);
    }

    [Fact]
    public async Task Throttles_lost_answers_and_late_reads_are_waited_out()
    {
        await using var lab = await ReachLab.StartAsync();
        var plan = await lab.PlanAsync();
        lab.Scene.Server.SetFault(new OverlayLabFault { ConsistencyDelay = TimeSpan.FromMilliseconds(300), ErrorRate = 0.2, ResetAfterRate = 0.2 });

        var report = Assert.Single((await lab.ExecuteAsync(plan)).Reports);

        Assert.Equal((TransitRouteOutcome.Done, null), (report.Outcome, report.Error));
        Assert.Equal(lab.Transit.InsideId, report.Route?.TransitGatewayAttachmentId);
    }

    [Theory]
    [InlineData(TransitRouteAction.Create)]
    [InlineData(TransitRouteAction.Delete)]
    public async Task A_change_whose_answer_was_lost_and_that_shows_late_is_its_own(TransitRouteAction action)
    {
        await using var lab = await ReachLab.StartAsync(connected: action == TransitRouteAction.Delete);
        var plan = action == TransitRouteAction.Create ? await lab.PlanAsync() : await lab.PlanRemovalAsync(lab.VpcId);
        Assert.Equal(action, Assert.Single(plan.Steps).Action);
        lab.Scene.Server.ClearCalls();
        lab.Scene.Server.SetFault(new OverlayLabFault { ConsistencyDelay = TimeSpan.FromSeconds(2), ResetAfterRate = 1 });

        var running = lab.ExecuteAsync(plan);
        await Until.TrueAsync(() => lab.Scene.Server.Calls.Any(c => c.Action == $"{action}TransitGatewayRoute"));
        lab.Scene.Server.SetFault(new OverlayLabFault { ConsistencyDelay = TimeSpan.FromSeconds(2) });
        var report = Assert.Single((await running).Reports);

        Assert.Equal((TransitRouteOutcome.Done, null), (report.Outcome, report.Error));
    }

    [Fact]
    public async Task A_denied_change_is_an_error_of_its_table()
    {
        await using var lab = await ReachLab.StartAsync();
        var plan = await lab.PlanAsync();
        lab.Scene.Server.SetFault(new OverlayLabFault { DeniedActions = ["CreateTransitGatewayRoute"] });

        var report = Assert.Single((await lab.ExecuteAsync(plan)).Reports);

        Assert.Equal((TransitRouteOutcome.Failed, "AccessDenied", lab.Transit.TableId), (report.Outcome, report.Error?.ErrorId, report.Error?.Subject));
    }

    [Fact]
    public async Task A_stopped_run_says_what_was_under_way()
    {
        await using var lab = await ReachLab.StartAsync();
        var plan = await lab.PlanAsync();
        lab.Scene.Server.SetFault(new OverlayLabFault { ConsistencyDelay = TimeSpan.FromMinutes(5) });
        using var stop = new CancellationTokenSource();

        var running = lab.ExecuteAsync(plan, stop.Token);
        await Until.TrueAsync(() => lab.Scene.Server.Calls.Any(c => c.Action == "CreateTransitGatewayRoute"));
        await stop.CancelAsync();
        var run = await running;

        Assert.True(run.Cancelled);
        Assert.Equal(TransitRouteOutcome.Interrupted, Assert.Single(run.Reports).Outcome);
    }

    private static async Task<string> ErrorOfAsync(Func<Task> act) => (await Assert.ThrowsAsync<OverlayIpException>(act)).ErrorId;

    private static async Task<List<OverlayTransitRoute>> FindAsync(ReachLab lab, TransitRouteQuery query)
    {
        var routes = new List<OverlayTransitRoute>();
        await foreach (var route in new TransitRouteInventory(lab.Scene.Connection).FindAsync(query, CancellationToken.None))
        {
            routes.Add(route);
        }

        return routes;
    }
}
