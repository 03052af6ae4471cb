using OverlayIp.Engine.SourceDestCheck;

namespace OverlayIp.Integration.Tests;

public class SourceDestCheckTests
{
    [Fact]
    public async Task A_check_is_enabled_and_disabled_and_seen_from_the_instance()
    {
        await using var scene = await LabScene.StartAsync(1);
        var current = Assert.Single(await GetAsync(scene, new SourceDestCheckQuery { InstanceIds = [scene.A.InstanceId] }));
        Assert.Equal((false, scene.A.NetworkInterfaceId, 0, scene.A.Name), (current.Enabled, current.NetworkInterfaceId, current.DeviceIndex, current.InstanceName));

        var enabled = await SetAsync(scene, current, enabled: true);
        Assert.Equal((true, true, "true"), (enabled.Enabled, enabled.Changed, await OfInstanceAsync(scene)));

        var disabled = await SetAsync(scene, enabled, enabled: false);
        Assert.Equal((false, true, "false"), (disabled.Enabled, disabled.Changed, await OfInstanceAsync(scene)));

        scene.Server.ClearCalls();
        Assert.Equal(disabled, await SetAsync(scene, disabled, enabled: false));
        Assert.Empty(scene.Server.Calls);
    }

    [Fact]
    public async Task Every_interface_of_an_instance_is_shown_and_set_on_its_own()
    {
        await using var scene = await LabScene.StartAsync(1);
        var eni = (await scene.Lab.DoAsync("CreateNetworkInterface", ("SubnetId", scene.A.SubnetId))).Text("networkInterfaceId")!;
        await scene.Lab.DoAsync("AttachNetworkInterface", ("NetworkInterfaceId", eni), ("InstanceId", scene.A.InstanceId), ("DeviceIndex", "1"));

        var both = await GetAsync(scene, new SourceDestCheckQuery { InstanceIds = [scene.A.InstanceId] });
        Assert.Equal([(0, false), (1, true)], both.Select(c => (c.DeviceIndex!.Value, c.Enabled)));

        await SetAsync(scene, both[1], enabled: false);
        var second = Assert.Single(await GetAsync(scene, new SourceDestCheckQuery { InstanceIds = [scene.A.InstanceId], DeviceIndex = 1 }));
        Assert.Equal((eni, false), (second.NetworkInterfaceId, second.Enabled));
    }

    [Fact]
    public async Task A_change_that_shows_late_is_waited_for_through_errors()
    {
        await using var scene = await LabScene.StartAsync(1);
        var current = Assert.Single(await GetAsync(scene, new SourceDestCheckQuery { NetworkInterfaceIds = [scene.B.NetworkInterfaceId] }));
        scene.Server.SetFault(new OverlayLabFault { ConsistencyDelay = TimeSpan.FromMilliseconds(300), ErrorRate = 0.5, Actions = ["DescribeNetworkInterfaces"] });

        Assert.True(await SetAsync(scene, current, enabled: true) is { Enabled: true, Changed: true });
    }

    [Theory]
    [InlineData("i-0123456789abcdef0", "InstanceNotFound")]
    [InlineData("eni-0123456789abcdef0", "NetworkInterfaceNotFound")]
    public async Task What_does_not_exist_is_named(string id, string errorId)
    {
        await using var scene = await LabScene.StartAsync(1);
        var query = id.StartsWith("i-", StringComparison.Ordinal)
            ? new SourceDestCheckQuery { InstanceIds = [scene.A.InstanceId, id] }
            : new SourceDestCheckQuery { NetworkInterfaceIds = [scene.A.NetworkInterfaceId, id] };

        var error = await Assert.ThrowsAsync<OverlayIpException>(() => GetAsync(scene, query));

        Assert.Equal((errorId, id), (error.ErrorId, error.Subject));
    }

    [Fact]
    public async Task A_denied_change_leaves_the_check_as_it_was()
    {
        await using var scene = await LabScene.StartAsync(1);
        var current = Assert.Single(await GetAsync(scene, new SourceDestCheckQuery { InstanceIds = [scene.A.InstanceId] }));
        scene.Server.SetFault(new OverlayLabFault { DeniedActions = ["ModifyNetworkInterfaceAttribute"] });

        var error = await Assert.ThrowsAsync<OverlayIpException>(() => SetAsync(scene, current, enabled: true));

        Assert.Equal(("AccessDenied", scene.A.NetworkInterfaceId), (error.ErrorId, error.Subject));
        Assert.Equal("false", await OfInstanceAsync(scene));
    }

    private static async Task<List<OverlayIp.SourceDestCheck>> GetAsync(LabScene scene, SourceDestCheckQuery query)
    {
        var checks = new List<OverlayIp.SourceDestCheck>();
        await foreach (var check in new SourceDestCheckService(scene.Connection).GetAsync(query, CancellationToken.None))
        {
            checks.Add(check);
        }

        return checks;
    }

    private static Task<OverlayIp.SourceDestCheck> SetAsync(LabScene scene, OverlayIp.SourceDestCheck current, bool enabled) =>
        new SourceDestCheckService(scene.Connection).SetAsync(current, enabled, CancellationToken.None);

    private static async Task<string?> OfInstanceAsync(LabScene scene) =>
        (await scene.Lab.DoAsync("DescribeInstanceAttribute", ("InstanceId", scene.A.InstanceId), ("Attribute", "sourceDestCheck"))).Xml
            .Descendants().Single(e => e.Name.LocalName == "sourceDestCheck").Value;
}
