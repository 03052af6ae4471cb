using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

/// <summary>Launching instances, interfaces, tags and client tokens.</summary>
public sealed class LaunchTests
{
    [Fact]
    public async Task A_launched_instance_becomes_running_with_an_interface_and_tags()
    {
        var clock = new ManualClock();
        await using var lab = await LabClient.StartAsync(new() { Clock = clock });
        var launched = await lab.DoAsync("RunInstances", [.. Launch(lab), ("InstanceType", "t3.micro"), ("PrivateIpAddress", "10.0.1.77"),
            ("TagSpecification.1.ResourceType", "instance"), ("TagSpecification.1.Tag.1.Key", "Name"), ("TagSpecification.1.Tag.1.Value", "third"),
            ("TagSpecification.2.ResourceType", "volume"), ("TagSpecification.2.Tag.1.Key", "Name"), ("TagSpecification.2.Tag.1.Value", "disk")]);
        var id = launched.Text("instanceId")!;
        Assert.Equal(("pending", "10.0.1.77", "true", "third"), (launched.Text("name"), launched.Text("privateIpAddress"), launched.Text("sourceDestCheck"), launched.Text("value")));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("running", (await lab.DoAsync("DescribeInstances", ("InstanceId.1", id))).Text("name"));
        Assert.Equal("ok", (await lab.DoAsync("DescribeInstanceStatus", ("InstanceId.1", id))).Text("status"));
        Assert.Contains("default", (await lab.DoAsync("DescribeInstances", ("InstanceId.1", id))).Texts("groupName"));
    }

    [Fact]
    public async Task Several_instances_share_a_reservation_and_get_addresses_of_their_own()
    {
        await using var lab = await LabClient.StartAsync();
        var launched = await lab.DoAsync("RunInstances", [.. Launch(lab, count: 3)]);
        Assert.Single(launched.Texts("reservationId"));
        Assert.Equal(3, launched.Texts("instanceId").Distinct().Count());
        Assert.Equal(3, launched.Texts("macAddress").Distinct().Count());
        Assert.Equal(["0", "1", "2"], launched.Texts("amiLaunchIndex"));
    }

    [Fact]
    public async Task An_instance_can_be_launched_with_interfaces_new_and_present()
    {
        await using var lab = await LabClient.StartAsync();
        var eni = (await lab.DoAsync("CreateNetworkInterface", ("SubnetId", lab.NodeA.SubnetId), ("Description", "kept"))).Text("networkInterfaceId")!;
        var launched = await lab.DoAsync("RunInstances", ("ImageId", TestVpc.Image), ("MinCount", "1"), ("MaxCount", "1"),
            ("NetworkInterface.1.DeviceIndex", "0"), ("NetworkInterface.1.SubnetId", lab.NodeA.SubnetId), ("NetworkInterface.1.PrivateIpAddress", "10.0.1.50"),
            ("NetworkInterface.2.DeviceIndex", "1"), ("NetworkInterface.2.NetworkInterfaceId", eni));
        Assert.Equal(2, launched.Items("networkInterfaceSet").Count);
        Assert.Contains(eni, launched.Texts("networkInterfaceId"));
        var id = launched.Text("instanceId")!;
        await lab.RefusedAsync(400, "InvalidNetworkInterface.InUse", $"Interface: [{eni}] in use.", "AttachNetworkInterface",
            ("NetworkInterfaceId", eni), ("InstanceId", lab.NodeA.InstanceId), ("DeviceIndex", "1"));
        Assert.NotEmpty(id);
    }

    [Theory]
    [InlineData("ImageId=ami-0123456789abcdef0&MinCount=1&MaxCount=1&SubnetId={subnet}", "InvalidAMIID.NotFound")]
    [InlineData("ImageId={image}&MinCount=1&MaxCount=1", "VPCIdNotSpecified")]
    [InlineData("ImageId={image}&MinCount=2&MaxCount=1&SubnetId={subnet}", "InvalidParameterCombination")]
    [InlineData("ImageId={image}&MaxCount=1&SubnetId={subnet}", "MissingParameter")]
    [InlineData("ImageId={image}&MinCount=1&MaxCount=1&SubnetId=subnet-0123456789abcdef0", "InvalidSubnetID.NotFound")]
    [InlineData("ImageId={image}&MinCount=1&MaxCount=1&SubnetId={subnet}&PrivateIpAddress=10.0.1.10", "InvalidIPAddress.InUse")]
    [InlineData("ImageId={image}&MinCount=2&MaxCount=2&SubnetId={subnet}&PrivateIpAddress=10.0.1.20", "InvalidParameterCombination")]
    [InlineData("ImageId={image}&MinCount=1&MaxCount=1&SubnetId={subnet}&Placement.AvailabilityZone=eu-central-1b", "InvalidParameterValue")]
    [InlineData("ImageId={image}&MinCount=1&MaxCount=1&SubnetId={subnet}&NetworkInterface.1.DeviceIndex=0&NetworkInterface.1.SubnetId={subnet}", "InvalidParameterCombination")]
    [InlineData("ImageId={image}&MinCount=1&MaxCount=1&SubnetId={subnet}&DryRun=true", "DryRunOperation")]
    public async Task A_launch_that_EC2_refuses_is_refused_and_leaves_nothing(string parameters, string code)
    {
        await using var lab = await LabClient.StartAsync();
        parameters = parameters.Replace("{subnet}", lab.NodeA.SubnetId, StringComparison.Ordinal).Replace("{image}", TestVpc.Image, StringComparison.Ordinal);
        var answer = await lab.CallAsync("RunInstances", parameters.Split('&').Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1])).ToArray());
        Assert.Equal(code, answer.Code);
        Assert.Equal(2, (await lab.DoAsync("DescribeNetworkInterfaces")).Items("networkInterfaceSet").Count);
        Assert.Equal(2, (await lab.DoAsync("DescribeInstances")).Items("reservationSet").Count);
    }

    [Theory]
    [InlineData("RunInstances", "instanceId")]
    [InlineData("CreateNetworkInterface", "networkInterfaceId")]
    public async Task A_client_token_creates_once(string action, string idName)
    {
        await using var lab = await LabClient.StartAsync();
        (string, string)[] parameters = action == "RunInstances" ? Launch(lab) : [("SubnetId", lab.NodeA.SubnetId)];
        var first = await lab.DoAsync(action, [.. parameters, ("ClientToken", "once")]);
        var again = await lab.DoAsync(action, [.. parameters, ("ClientToken", "once")]);
        var other = await lab.DoAsync(action, [.. parameters, ("ClientToken", "twice")]);
        Assert.Equal(first.Text(idName), again.Text(idName));
        Assert.NotEqual(first.Text(idName), other.Text(idName));
        (string, string)[] changed = action == "RunInstances" ? Launch(lab, count: 2) : [("SubnetId", lab.NodeB.SubnetId)];
        await lab.RefusedAsync(400, "IdempotentParameterMismatch", null, action, [.. changed, ("ClientToken", "once")]);
    }

    [Fact]
    public async Task Tags_are_set_changed_deleted_and_limited()
    {
        await using var lab = await LabClient.StartAsync();
        var table = ("ResourceId.1", lab.MainTable);
        await lab.DoAsync("CreateTags", table, ("ResourceId.2", lab.NodeA.InstanceId), ("Tag.1.Key", "owner"), ("Tag.1.Value", "db"), ("Tag.2.Key", "empty"));
        Assert.Equal(["db", "db"], (await lab.DoAsync("DescribeTags", ("Filter.1.Name", "key"), ("Filter.1.Value.1", "owner"))).Texts("value"));
        Assert.Equal(["", ""], (await lab.DoAsync("DescribeTags", ("Filter.1.Name", "key"), ("Filter.1.Value.1", "empty"))).Texts("value"));
        await lab.DoAsync("DeleteTags", table, ("Tag.1.Key", "owner"), ("Tag.1.Value", "other"));
        Assert.Equal(2, (await lab.DoAsync("DescribeTags", ("Filter.1.Name", "key"), ("Filter.1.Value.1", "owner"))).Items("tagSet").Count);
        await lab.DoAsync("DeleteTags", table, ("Tag.1.Key", "owner"));
        Assert.Single((await lab.DoAsync("DescribeTags", ("Filter.1.Name", "key"), ("Filter.1.Value.1", "owner"))).Items("tagSet"));
        await lab.DoAsync("DeleteTags", table);
        Assert.Empty((await lab.DoAsync("DescribeTags", ("Filter.1.Name", "resource-id"), ("Filter.1.Value.1", lab.MainTable))).Items("tagSet"));

        await lab.RefusedAsync(400, "InvalidID", "The ID 'table' is not valid", "CreateTags", ("ResourceId.1", "table"), ("Tag.1.Key", "k"));
        await lab.RefusedAsync(400, "InvalidRouteTableID.NotFound", null, "CreateTags", ("ResourceId.1", "rtb-0123456789abcdef0"), ("Tag.1.Key", "k"));
        await lab.RefusedAsync(400, "InvalidParameterValue", "Value ( aws:x ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use", "CreateTags", table, ("Tag.1.Key", "aws:x"));
        await lab.RefusedAsync(400, "MissingParameter", null, "CreateTags", table);
        var many = Enumerable.Range(1, 51).Select(i => ($"Tag.{i}.Key", $"k{i}")).ToArray();
        await lab.RefusedAsync(400, "TagLimitExceeded", null, "CreateTags", [table, .. many]);
    }

    [Fact]
    public async Task Text_of_any_kind_comes_back_unharmed()
    {
        await using var lab = await LabClient.StartAsync();
        const string value = "<ä & \"ß\" = %2B + 日本 ✓>";
        await lab.DoAsync("CreateTags", ("ResourceId.1", lab.MainTable), ("Tag.1.Key", "note"), ("Tag.1.Value", value));
        var answer = await lab.DoAsync("DescribeTags", ("Filter.1.Name", "tag:note"), ("Filter.1.Value.1", value.Replace("✓", "?", StringComparison.Ordinal)));
        Assert.Equal(value, answer.Text("value"));
    }

    [Fact]
    public async Task Interfaces_hold_secondary_addresses()
    {
        await using var lab = await LabClient.StartAsync();
        var eni = await lab.DoAsync("CreateNetworkInterface", ("SubnetId", lab.NodeA.SubnetId),
            ("PrivateIpAddresses.1.PrivateIpAddress", "10.0.1.60"), ("PrivateIpAddresses.1.Primary", "true"), ("PrivateIpAddresses.2.PrivateIpAddress", "10.0.1.61"), ("SecondaryPrivateIpAddressCount", "2"));
        Assert.Equal("10.0.1.60", eni.Text("privateIpAddress"));
        Assert.Equal(4, eni.Items("privateIpAddressesSet").Count);
        Assert.Equal("available", eni.Text("status"));
    }

    private static (string, string)[] Launch(LabClient lab, int count = 1) =>
        [("ImageId", TestVpc.Image), ("MinCount", $"{count}"), ("MaxCount", $"{count}"), ("SubnetId", lab.NodeA.SubnetId)];
}
