using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

public sealed class SourceDestCheckTests
{
    [Theory]
    [InlineData("instance")]
    [InlineData("attribute")]
    [InlineData("interface")]
    public async Task The_check_is_one_setting_seen_from_the_instance_and_its_interface(string side)
    {
        await using var lab = await LabClient.StartAsync();
        Assert.Equal(["true", "true", "true", "true"], await SeenAsync(lab));
        await (side switch
        {
            "instance" => lab.DoAsync("ModifyInstanceAttribute", ("InstanceId", lab.NodeA.InstanceId), ("SourceDestCheck.Value", "false")),
            "attribute" => lab.DoAsync("ModifyInstanceAttribute", ("InstanceId", lab.NodeA.InstanceId), ("Attribute", "sourceDestCheck"), ("Value", "false")),
            _ => lab.DoAsync("ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", lab.NodeA.NetworkInterfaceId), ("SourceDestCheck.Value", "false")),
        });
        Assert.Equal(["false", "false", "false", "false"], await SeenAsync(lab));
        var other = await lab.DoAsync("DescribeInstances", ("InstanceId.1", lab.NodeB.InstanceId));
        Assert.All(other.Texts("sourceDestCheck"), value => Assert.Equal("true", value));
    }

    [Fact]
    public async Task With_several_interfaces_it_is_set_on_each_interface()
    {
        await using var lab = await LabClient.StartAsync();
        var (eni, _) = await TestVpc.AttachSecondInterfaceAsync(lab, lab.NodeA);
        var message = $"There are multiple interfaces attached to instance '{lab.NodeA.InstanceId}'. Please specify an interface ID for the operation instead.";
        await lab.RefusedAsync(400, "InvalidInstanceID", message, "ModifyInstanceAttribute", ("InstanceId", lab.NodeA.InstanceId), ("SourceDestCheck.Value", "false"));
        await lab.DoAsync("ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", eni), ("SourceDestCheck.Value", "false"));
        var instance = await lab.DoAsync("DescribeInstances", ("InstanceId.1", lab.NodeA.InstanceId));
        Assert.Equal(["true", "true", "false"], instance.Texts("sourceDestCheck"));
    }

    [Fact]
    public async Task Modifying_takes_exactly_one_attribute()
    {
        await using var lab = await LabClient.StartAsync();
        var eni = ("NetworkInterfaceId", lab.NodeA.NetworkInterfaceId);
        await lab.RefusedAsync(400, "InvalidParameterCombination", "No attributes specified.", "ModifyNetworkInterfaceAttribute", eni);
        await lab.RefusedAsync(400, "InvalidParameterCombination", "Fields for multiple attribute types specified: sourceDestCheck, description",
            "ModifyNetworkInterfaceAttribute", eni, ("SourceDestCheck.Value", "false"), ("Description.Value", "x"));
        await lab.RefusedAsync(400, "InvalidParameterCombination", "No attributes specified.", "ModifyInstanceAttribute", ("InstanceId", lab.NodeA.InstanceId));
        await lab.RefusedAsync(412, "DryRunOperation", null, "ModifyNetworkInterfaceAttribute", eni, ("SourceDestCheck.Value", "false"), ("DryRun", "true"));
        Assert.Equal(["true", "true", "true", "true"], await SeenAsync(lab));
        await lab.DoAsync("ModifyNetworkInterfaceAttribute", eni, ("Description.Value", "overlay node"));
        Assert.Equal("overlay node", (await lab.DoAsync("DescribeNetworkInterfaceAttribute", eni, ("Attribute", "description"))).Text("value"));
    }

    private static async Task<string[]> SeenAsync(LabClient lab) =>
    [
        (await lab.DoAsync("DescribeInstanceAttribute", ("InstanceId", lab.NodeA.InstanceId), ("Attribute", "sourceDestCheck"))).Text("value")!,
        (await lab.DoAsync("DescribeNetworkInterfaceAttribute", ("NetworkInterfaceId", lab.NodeA.NetworkInterfaceId), ("Attribute", "sourceDestCheck"))).Text("value")!,
        (await lab.DoAsync("DescribeInstances", ("InstanceId.1", lab.NodeA.InstanceId))).Texts("sourceDestCheck").Distinct().Single(),
        (await lab.DoAsync("DescribeNetworkInterfaces", ("NetworkInterfaceId.1", lab.NodeA.NetworkInterfaceId))).Text("sourceDestCheck")!,
    ];
}
