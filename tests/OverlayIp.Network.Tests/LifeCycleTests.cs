using OverlayIp.Lab;
using OverlayIp.Lab.Tests.Support;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.Network.Tests;

/// <summary>What starting, stopping, terminating, attaching and detaching do to packets and processes.</summary>
public class LifeCycleTests
{
    [SkippableFact]
    public async Task A_stopped_instance_goes_dark_and_comes_back_with_nothing_but_its_own_addresses()
    {
        await using var lab = await Networked.StartAsync();
        await lab.OfferAsync(lab.NodeA);
        using var left = await Networked.LeaveAsync(lab.Of(lab.NodeA));
        Assert.True(await lab.ReachesAsync(lab.Client, Networked.Overlay));

        await lab.Api.DoAsync("StopInstances", ("InstanceId.1", lab.NodeA.InstanceId));
        await lab.UntilAsync(lab.NodeA, "stopped");
        await left.WaitForExitAsync().WaitAsync(Networked.Patience);
        Assert.False(await lab.ReachesAsync(lab.Client, Networked.Overlay));
        Assert.False(await lab.ReachesAsync(lab.Client, lab.NodeA.PrivateIpAddress));
        Assert.Equal("blackhole", (await lab.Api.RouteAsync(lab.Api.MainTable, $"{Networked.Overlay}/32"))!.Value.State);
        Assert.Null(lab.Api.Server.Network!.FindNode("node-a"));

        await lab.Api.DoAsync("StartInstances", ("InstanceId.1", lab.NodeA.InstanceId));
        await lab.UntilAsync(lab.NodeA, "running");
        Assert.True(await lab.ReachesAsync(lab.Client, lab.NodeA.PrivateIpAddress));
        // The address was set by hand and not kept: a boot forgets it.
        Assert.False(await lab.ReachesAsync(lab.Client, Networked.Overlay));
        await lab.DoAsync(lab.NodeA, $"ip address add {Networked.Overlay}/32 dev eth0");
        Assert.True(await lab.ReachesAsync(lab.Client, Networked.Overlay));
    }

    [SkippableFact]
    public async Task A_stopping_instance_is_asked_to_shut_down_first_and_still_answers()
    {
        // It is stopping for as long as the test lasts, however slow the machine.
        await using var lab = await Networked.StartAsync(new LabOptions { TransitionDelay = TimeSpan.FromHours(1) });
        using var asked = await Networked.LeaveAsync(lab.Of(lab.NodeA));
        await lab.Api.DoAsync("StopInstances", ("InstanceId.1", lab.NodeA.InstanceId));
        await asked.WaitForExitAsync().WaitAsync(Networked.Patience);
        Assert.Equal(143, asked.ExitCode);
        Assert.True(await lab.ReachesAsync(lab.Client, lab.NodeA.PrivateIpAddress));
    }

    [SkippableFact]
    public async Task A_terminated_instance_is_gone()
    {
        await using var lab = await Networked.StartAsync();
        var space = lab.Of(lab.NodeB).Namespace;
        await lab.Api.DoAsync("TerminateInstances", ("InstanceId.1", lab.NodeB.InstanceId));
        await lab.UntilAsync(lab.NodeB, "terminated");
        Assert.False(await lab.ReachesAsync(lab.Client, lab.NodeB.PrivateIpAddress));
        Assert.False(File.Exists($"/run/netns/{space}"));
    }

    [SkippableFact]
    public async Task A_second_interface_is_one_of_its_own()
    {
        await using var lab = await Networked.StartAsync();
        var eni = (await lab.Api.DoAsync("CreateNetworkInterface", ("SubnetId", lab.NodeA.SubnetId), ("PrivateIpAddress", "10.0.1.77"))).Text("networkInterfaceId")!;
        Assert.False(await lab.ReachesAsync(lab.Client, "10.0.1.77"));
        var attachment = (await lab.Api.DoAsync(
            "AttachNetworkInterface", ("NetworkInterfaceId", eni), ("InstanceId", lab.NodeA.InstanceId), ("DeviceIndex", "1"))).Text("attachmentId")!;
        Assert.Contains("10.0.1.77/24", await lab.DoAsync(lab.NodeA, "ip -4 address show dev eth1"), StringComparison.Ordinal);
        Assert.True(await lab.ReachesAsync(lab.Client, "10.0.1.77"));
        Assert.True(await lab.ReachesAsync(lab.Client, lab.NodeA.PrivateIpAddress));

        // An overlay address by the second interface, whose check is its own.
        await TestVpc.CreateRouteAsync(lab.Api, lab.Api.MainTable, $"{Networked.Overlay}/32", eni);
        await lab.DoAsync(lab.NodeA, $"ip address add {Networked.Overlay}/32 dev eth1");
        await lab.DoAsync(lab.NodeA, $"ip rule add from {Networked.Overlay} lookup 10001 pref 9000");
        await lab.SetCheckAsync(lab.NodeA, false);
        Assert.False(await lab.ReachesAsync(lab.Client, Networked.Overlay));
        await lab.Api.DoAsync("ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", eni), ("SourceDestCheck.Value", "false"));
        Assert.True(await lab.ReachesAsync(lab.Client, Networked.Overlay));

        await lab.Api.DoAsync("DetachNetworkInterface", ("AttachmentId", attachment));
        Assert.False(await lab.ReachesAsync(lab.Client, "10.0.1.77"));
        Assert.False(await lab.ReachesAsync(lab.Client, Networked.Overlay));
        Assert.True(await lab.ReachesAsync(lab.Client, lab.NodeA.PrivateIpAddress));
        await lab.Api.DoAsync("AttachNetworkInterface", ("NetworkInterfaceId", eni), ("InstanceId", lab.NodeA.InstanceId), ("DeviceIndex", "1"));
        Assert.True(await lab.ReachesAsync(lab.Client, "10.0.1.77"));
    }

    [SkippableFact]
    public async Task A_lab_that_was_saved_goes_on_as_a_network()
    {
        Networked.Require();
        var path = Path.Combine(Path.GetTempPath(), $"overlayip-{Guid.NewGuid():N}.json");
        try
        {
            await using (var first = await Networked.StartAsync())
            {
                await first.OfferAsync(first.NodeA);
                await first.Api.Server.SaveAsync(path, CancellationToken.None);
            }

            await using var lab = await Networked.StartAsync(new LabOptions { StatePath = path });
            await lab.DoAsync(lab.NodeA, $"ip address add {Networked.Overlay}/32 dev eth0");
            Assert.True(await lab.ReachesAsync(lab.Client, Networked.Overlay));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [SkippableFact]
    public async Task The_network_is_what_the_API_says_after_everything_has_changed_at_once()
    {
        await using var lab = await Networked.StartAsync(new LabOptions { TransitionDelay = TimeSpan.FromMilliseconds(20) });
        await lab.OfferAsync(lab.NodeB);
        await Task.WhenAll(RestartAsync(), SwitchAsync(), RegroupAsync(), RebuildAsync());
        await lab.SwitchAsync(lab.NodeB);
        Assert.True(await lab.ReachesAsync(lab.Client, Networked.Overlay));
        Assert.True(await lab.ReachesAsync(lab.Client, lab.NodeA.PrivateIpAddress));
        Assert.Empty(lab.Api.Server.Describe().NetworkProblems);

        async Task RestartAsync()
        {
            for (var i = 0; i < 10; i++)
            {
                await lab.Api.DoAsync("StopInstances", ("InstanceId.1", lab.NodeA.InstanceId));
                await lab.UntilAsync(lab.NodeA, "stopped");
                await lab.Api.DoAsync("StartInstances", ("InstanceId.1", lab.NodeA.InstanceId));
                await lab.UntilAsync(lab.NodeA, "running");
            }
        }

        async Task SwitchAsync()
        {
            for (var i = 0; i < 50; i++)
            {
                await lab.SwitchAsync(i % 2 == 0 ? lab.NodeA : lab.NodeB);
            }
        }

        async Task RegroupAsync()
        {
            var group = await lab.CreateGroupAsync("busy");
            var own = (await lab.Api.DoAsync("DescribeNetworkInterfaces", ("NetworkInterfaceId.1", lab.NodeB.NetworkInterfaceId))).Text("groupId")!;
            for (var i = 0; i < 20; i++)
            {
                await lab.AllowAsync(group, "tcp", 1000 + i, 1000 + i, group);
                await lab.SetGroupsAsync(lab.NodeB, group);
                await lab.SetGroupsAsync(lab.NodeB, own);
            }
        }

        async Task RebuildAsync()
        {
            for (var i = 0; i < 5; i++)
            {
                var vpc = (await lab.Api.DoAsync("CreateVpc", ("CidrBlock", "10.7.0.0/16"))).Text("vpcId")!;
                var subnet = (await lab.Api.DoAsync("CreateSubnet", ("VpcId", vpc), ("CidrBlock", "10.7.1.0/24"))).Text("subnetId")!;
                var node = await lab.LaunchAsync(subnet, $"passing-{i}");
                await lab.Api.DoAsync("TerminateInstances", ("InstanceId.1", node.InstanceId));
                await lab.UntilAsync(node, "terminated");
                await lab.Api.DoAsync("DeleteSubnet", ("SubnetId", subnet));
                await lab.Api.DoAsync("DeleteVpc", ("VpcId", vpc));
            }
        }
    }
}
