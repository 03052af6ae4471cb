using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

/// <summary>What routes show over the life of their target.</summary>
public sealed class LifeCycleTests
{
    private const string Overlay = "10.2.0.1/32";
    private static readonly TimeSpan Transition = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task A_route_turns_blackhole_when_its_instance_is_down_and_active_when_it_comes_back()
    {
        var (lab, clock) = await StartAsync();
        await using var _ = lab;
        Assert.Equal("active", await StateAsync(lab));

        var stopping = await lab.DoAsync("StopInstances", ("InstanceId.1", lab.NodeA.InstanceId));
        Assert.Equal(["stopping", "running"], stopping.Texts("name"));
        Assert.Equal(["64", "16"], stopping.Texts("code"));
        Assert.Equal("active", await StateAsync(lab));

        clock.Advance(Transition);
        Assert.Equal(("blackhole", lab.NodeA.InstanceId, lab.NodeA.NetworkInterfaceId), await lab.RouteAsync(lab.MainTable, Overlay));
        Assert.Equal("stopped", lab.Server.Describe().Nodes[0].State);

        await lab.DoAsync("StartInstances", ("InstanceId.1", lab.NodeA.InstanceId));
        clock.Advance(Transition);
        Assert.Equal("active", await StateAsync(lab));
    }

    [Fact]
    public async Task A_terminated_instance_leaves_a_blackhole_that_names_the_lost_interface()
    {
        var (lab, clock) = await StartAsync();
        await using var _ = lab;
        await lab.DoAsync("TerminateInstances", ("InstanceId.1", lab.NodeA.InstanceId));
        Assert.Equal("active", await StateAsync(lab));
        clock.Advance(Transition);
        Assert.Equal(("blackhole", null, lab.NodeA.NetworkInterfaceId), await lab.RouteAsync(lab.MainTable, Overlay));
        await lab.RefusedAsync(400, "InvalidNetworkInterfaceID.NotFound", null, "DescribeNetworkInterfaces", ("NetworkInterfaceId.1", lab.NodeA.NetworkInterfaceId));
        Assert.Equal("terminated", (await lab.DoAsync("DescribeInstances", ("InstanceId.1", lab.NodeA.InstanceId))).Text("name"));
        await lab.DoAsync("ReplaceRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", Overlay), ("InstanceId", lab.NodeB.InstanceId));
        Assert.Equal("active", await StateAsync(lab));

        clock.Advance(TimeSpan.FromHours(1));
        await lab.RefusedAsync(400, "InvalidInstanceID.NotFound", null, "DescribeInstances", ("InstanceId.1", lab.NodeA.InstanceId));
    }

    [Fact]
    public async Task A_detached_or_deleted_interface_leaves_a_blackhole()
    {
        var (lab, _) = await StartAsync();
        await using var __ = lab;
        var (eni, attachment) = await TestVpc.AttachSecondInterfaceAsync(lab, lab.NodeB);
        await lab.DoAsync("ReplaceRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", Overlay), ("NetworkInterfaceId", eni));
        Assert.Equal(("active", lab.NodeB.InstanceId, eni), await lab.RouteAsync(lab.MainTable, Overlay));
        await lab.DoAsync("DetachNetworkInterface", ("AttachmentId", attachment));
        Assert.Equal(("blackhole", null, eni), await lab.RouteAsync(lab.MainTable, Overlay));
        await lab.DoAsync("AttachNetworkInterface", ("NetworkInterfaceId", eni), ("InstanceId", lab.NodeB.InstanceId), ("DeviceIndex", "1"));
        Assert.Equal("active", await StateAsync(lab));
        attachment = (await lab.DoAsync("DescribeNetworkInterfaces", ("NetworkInterfaceId.1", eni))).Text("attachmentId")!;
        await lab.DoAsync("DetachNetworkInterface", ("AttachmentId", attachment));
        await lab.DoAsync("DeleteNetworkInterface", ("NetworkInterfaceId", eni));
        Assert.Equal(("blackhole", null, eni), await lab.RouteAsync(lab.MainTable, Overlay));
    }

    [Fact]
    public async Task A_route_to_an_interface_that_is_not_attached_is_a_blackhole_from_the_start()
    {
        var (lab, _) = await StartAsync();
        await using var __ = lab;
        var eni = (await lab.DoAsync("CreateNetworkInterface", ("SubnetId", lab.NodeA.SubnetId))).Text("networkInterfaceId")!;
        await TestVpc.CreateRouteAsync(lab, lab.MainTable, "10.2.0.7/32", eni);
        Assert.Equal(("blackhole", null, eni), await lab.RouteAsync(lab.MainTable, "10.2.0.7/32"));
    }

    [Fact]
    public async Task The_primary_interface_cannot_be_detached()
    {
        var (lab, _) = await StartAsync();
        await using var __ = lab;
        var attachment = (await lab.DoAsync("DescribeNetworkInterfaces", ("NetworkInterfaceId.1", lab.NodeA.NetworkInterfaceId))).Text("attachmentId")!;
        await lab.RefusedAsync(400, "OperationNotPermitted", null, "DetachNetworkInterface", ("AttachmentId", attachment));
        await lab.RefusedAsync(400, "InvalidParameterValue", $"Network interface '{lab.NodeA.NetworkInterfaceId}' is currently in use.",
            "DeleteNetworkInterface", ("NetworkInterfaceId", lab.NodeA.NetworkInterfaceId));
    }

    [Theory]
    [InlineData("StartInstances", "stopping")]
    [InlineData("StartInstances", "terminated")]
    [InlineData("StopInstances", "terminated")]
    public async Task A_transition_that_EC2_does_not_have_is_refused(string action, string state)
    {
        var (lab, clock) = await StartAsync();
        await using var _ = lab;
        await lab.DoAsync(state == "stopping" ? "StopInstances" : "TerminateInstances", ("InstanceId.1", lab.NodeA.InstanceId));
        if (state == "terminated")
        {
            clock.Advance(Transition);
        }

        await lab.RefusedAsync(400, "IncorrectInstanceState", null, action, ("InstanceId.1", lab.NodeA.InstanceId));
    }

    [Fact]
    public async Task Starting_what_runs_and_stopping_what_is_stopped_changes_nothing()
    {
        var (lab, clock) = await StartAsync();
        await using var _ = lab;
        Assert.Equal(["running", "running"], (await lab.DoAsync("StartInstances", ("InstanceId.1", lab.NodeA.InstanceId))).Texts("name"));
        await lab.DoAsync("StopInstances", ("InstanceId.1", lab.NodeA.InstanceId));
        clock.Advance(Transition);
        Assert.Equal(["stopped", "stopped"], (await lab.DoAsync("StopInstances", ("InstanceId.1", lab.NodeA.InstanceId))).Texts("name"));
    }

    [Fact]
    public async Task One_bad_instance_leaves_the_others_as_they_are()
    {
        var (lab, _) = await StartAsync();
        await using var __ = lab;
        await lab.RefusedAsync(400, "InvalidInstanceID.NotFound", "The instance IDs 'i-0123456789abcdef0, i-0123456789abcdef1' do not exist", "StopInstances",
            ("InstanceId.1", lab.NodeA.InstanceId), ("InstanceId.2", "i-0123456789abcdef0"), ("InstanceId.3", "i-0123456789abcdef1"));
        await lab.RefusedAsync(412, "DryRunOperation", null, "StopInstances", ("InstanceId.1", lab.NodeA.InstanceId), ("DryRun", "true"));
        Assert.Equal("running", lab.Server.Describe().Nodes[0].State);
    }

    [Fact]
    public async Task Protected_instances_are_neither_stopped_nor_terminated()
    {
        var (lab, _) = await StartAsync();
        await using var __ = lab;
        await lab.DoAsync("ModifyInstanceAttribute", ("InstanceId", lab.NodeA.InstanceId), ("DisableApiTermination.Value", "true"));
        await lab.DoAsync("ModifyInstanceAttribute", ("InstanceId", lab.NodeA.InstanceId), ("Attribute", "disableApiStop"), ("Value", "true"));
        await lab.RefusedAsync(400, "OperationNotPermitted", null, "TerminateInstances", ("InstanceId.1", lab.NodeA.InstanceId));
        await lab.RefusedAsync(400, "OperationNotPermitted", null, "StopInstances", ("InstanceId.1", lab.NodeA.InstanceId));
    }

    private static async Task<(LabClient Lab, ManualClock Clock)> StartAsync()
    {
        var clock = new ManualClock();
        var lab = await LabClient.StartAsync(new() { Clock = clock, TransitionDelay = Transition });
        await TestVpc.CreateRouteAsync(lab, lab.MainTable, Overlay, lab.NodeA.NetworkInterfaceId);
        return (lab, clock);
    }

    private static async Task<string?> StateAsync(LabClient lab) => (await lab.RouteAsync(lab.MainTable, Overlay))?.State;
}
