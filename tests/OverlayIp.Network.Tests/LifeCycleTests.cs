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
        using var left = System.Diagnostics.Process.Start(lab.Of(lab.NodeA).Command("sleep", ["600"]))!;
        Assert.True(await lab.ReachesAsync(lab.Client, Networked.Overlay));

        await lab.Api.DoAsync("StopInstances", ("InstanceId.1", lab.NodeA.InstanceId));
        await lab.UntilAsync(lab.NodeA, "stopped");
        await left.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
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
        await using var lab = await Networked.StartAsync(new LabOptions { TransitionDelay = TimeSpan.FromSeconds(2) });
        using var asked = System.Diagnostics.Process.Start(lab.Of(lab.NodeA).Command("sleep", ["600"]))!;
        await lab.Api.DoAsync("StopInstances", ("InstanceId.1", lab.NodeA.InstanceId));
        await asked.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(143, asked.ExitCode);
        Assert.True((await lab.RunAsync(lab.Client, "ping", "-n", "-q", "-c", "1", "-W", "1", lab.NodeA.PrivateIpAddress)).ExitCode == 0);
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
}
