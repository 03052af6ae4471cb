using OverlayIp.EndToEnd.Tests.Support;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.EndToEnd.Tests;

/// <summary>Debian's corosync and pacemaker on two nodes, with <c>ocf:overlayip:overlay-ip</c> for the resource's agent.</summary>
public class PacemakerTests
{
    private static readonly (string Provider, string Type) Agent = ("overlayip", "overlay-ip");

    [SkippableFact]
    public async Task The_address_follows_the_cluster_through_moves_standby_faults_and_the_loss_of_a_node()
    {
        PacemakerCluster.Require();
        var scene = await Scene.StartAsync(Scene.StockPolicy);
        await using var cluster = await PacemakerCluster.StartAsync(scene, Agent, ("monapi", "true"));
        var here = await cluster.RequireSomewhereAsync(scene.NodeA, "The start did not do everything.");
        var there = scene.OtherThan(here);

        await cluster.On(here).DoAsync($"crm_resource --resource {PacemakerCluster.Resource} --move --node {there.Name}");
        await cluster.RequireAtAsync(there, "The move was not done.");
        Assert.False(await scene.HasAddressAsync(here));
        await cluster.On(here).DoAsync($"crm_resource --resource {PacemakerCluster.Resource} --clear");
        await cluster.SettleAsync(here);

        // The monitor notices what somebody took away, on the node and in EC2, and the cluster puts it right, here or there.
        await scene.Lab.DoAsync(there, $"ip address delete {Scene.Overlay}/32 dev eth0");
        var at = await cluster.RequireSomewhereAsync(here, "The lost address was not put back.");
        await scene.Lab.SwitchAsync(scene.Lab.Api.Lab.RouteTableIds[1], scene.Lab.Client);
        at = await cluster.RequireSomewhereAsync(at, "The lost route was not put back.");

        var other = scene.OtherThan(at);
        await cluster.On(other).DoAsync($"crm_attribute --node {at.Name} --name standby --update on");
        await cluster.RequireAtAsync(other, "Standby did not move it.");
        Assert.False(await scene.HasAddressAsync(at));
        await cluster.On(other).DoAsync($"crm_attribute --node {at.Name} --name standby --delete");
        other = await cluster.RequireSomewhereAsync(other, "The end of standby lost it.");

        await scene.Lab.Api.DoAsync("StopInstances", ("InstanceId.1", other.InstanceId), ("Force", "true"));
        await cluster.RequireAtAsync(scene.OtherThan(other), "The survivor did not take over.");
    }

    [SkippableFact]
    public async Task A_resource_of_the_stock_agent_goes_on_under_this_one_after_the_line_of_the_README()
    {
        PacemakerCluster.Require();
        StockAgentTests.Require();
        var scene = await Scene.StartAsync(Scene.StockPolicy);
        (string, string)[] parameters = [("profile", "cluster"), ("monapi", "true"), ("awscli", await scene.WrapAwsCliAsync())];
        await using var cluster = await PacemakerCluster.StartAsync(scene, ("heartbeat", "aws-vpc-move-ip"), parameters);
        var here = await cluster.RequireSomewhereAsync(scene.NodeA, "The stock agent did not start it.");

        await cluster.On(here).DoAsync(MigrationOfReadme());
        await cluster.SettleAsync(here);
        here = await cluster.RequireSomewhereAsync(here, "It does not run after the migration.");
        var status = await cluster.On(here).DoAsync("crm_mon --one-shot --inactive");
        Assert.Contains("(ocf:overlayip:overlay-ip)", status, StringComparison.Ordinal);
        Assert.DoesNotContain("Failed Resource Actions", status, StringComparison.Ordinal);

        var there = scene.OtherThan(here);
        await cluster.On(here).DoAsync($"crm_resource --resource {PacemakerCluster.Resource} --move --node {there.Name}");
        await cluster.RequireAtAsync(there, "The move was not done.");
        Assert.False(await scene.HasAddressAsync(here));
    }

    [SkippableFact]
    public async Task Ocf_tester_finds_nothing_wrong()
    {
        ClusterNode.Require(("ocf-tester", "resource-agents"), ("xmllint", "libxml2-utils"));
        await using var scene = await Scene.StartAsync(Scene.StockPolicy);
        using var node = new ClusterNode(scene, scene.NodeB);
        var result = await CommandResult.OfAsync(node.Prepared(
            "ocf-tester", "-v", "-n", "overlay-ip", "-o", $"ip={Scene.Overlay}", "-o", "interface=eth0", "-o", "iflabel=ovip",
            "-o", $"routing_table={string.Join(',', scene.Lab.Api.Lab.RouteTableIds)}", "/usr/lib/ocf/resource.d/overlayip/overlay-ip"));
        Assert.True(result.ExitCode == 0, $"{result.ExitCode}\n{result.Output}{result.Error}");
        Assert.Contains("passed all tests", result.Output, StringComparison.Ordinal);
        await scene.RequireEverywhereAtAsync(scene.NodeB);
        Assert.False(await scene.HasAddressAsync(scene.NodeB));
    }

    private static string MigrationOfReadme()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "OverlayIp.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No OverlayIp.sln above {AppContext.BaseDirectory}.");
        }

        return File.ReadLines(Path.Combine(folder.FullName, "README.md")).Single(line => line.StartsWith("cibadmin --query", StringComparison.Ordinal));
    }
}
