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
        await using var cluster = await PacemakerCluster.StartAsync(Agent, ("monapi", "true"));
        var scene = cluster.Scene;
        var here = (await cluster.WhereAsync(scene.NodeA))!;
        await cluster.RequireAtAsync(here, "The start did not do everything.");
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
}
