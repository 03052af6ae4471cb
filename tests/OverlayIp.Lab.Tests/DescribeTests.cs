using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

public sealed class DescribeTests
{
    [Fact]
    public async Task The_default_VPC_is_as_documented()
    {
        await using var lab = await LabClient.StartAsync();
        Assert.Equal("10.0.0.0/16", lab.Lab.VpcCidr);
        Assert.Equal(["node-a", "node-b"], lab.Lab.Nodes.Select(node => node.Name));
        Assert.Equal(["10.0.1.10", "10.0.2.10"], lab.Lab.Nodes.Select(node => node.PrivateIpAddress));
        Assert.Equal(["eu-central-1a", "eu-central-1b"], lab.Lab.Nodes.Select(node => node.AvailabilityZone));
        Assert.Matches("^AKIALAB[A-Z2-7]{13}$", lab.Lab.AccessKeyId);
        Assert.Equal(40, lab.Lab.SecretAccessKey.Length);
        var tables = await lab.DoAsync("DescribeRouteTables");
        Assert.Equal(["lab-main", "lab-node-a", "lab-node-b"], tables.Texts("tagSet").Select(text => text["Name".Length..]).Order());
        var main = await lab.DoAsync("DescribeRouteTables", ("Filter.1.Name", "association.main"), ("Filter.1.Value.1", "true"));
        Assert.Equal(lab.MainTable, Assert.Single(main.Texts("routeTableId").Distinct()));
        var subnets = await lab.DoAsync("DescribeSubnets");
        Assert.Equal(["10.0.1.0/24", "10.0.11.0/24", "10.0.12.0/24", "10.0.2.0/24"], subnets.Texts("cidrBlock").Order(StringComparer.Ordinal));
        Assert.Equal(["250", "250", "251", "251"], subnets.Texts("availableIpAddressCount").Order());
    }

    [Fact]
    public async Task An_empty_lab_has_nothing()
    {
        await using var lab = await LabClient.StartAsync(new() { Empty = true });
        Assert.Equal((null, 0, 0), (lab.Lab.VpcId, lab.Lab.Nodes.Count, lab.Lab.RouteTableIds.Count));
        Assert.Empty((await lab.DoAsync("DescribeVpcs")).Items("vpcSet"));
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_ids()
    {
        await using var one = await LabServer.StartAsync(new() { Seed = 7 }, CancellationToken.None);
        await using var two = await LabServer.StartAsync(new() { Seed = 7 }, CancellationToken.None);
        await using var other = await LabServer.StartAsync(new() { Seed = 8 }, CancellationToken.None);
        Assert.Equal(one.Describe().RouteTableIds, two.Describe().RouteTableIds);
        Assert.Equal(one.Describe().Nodes, two.Describe().Nodes);
        Assert.NotEqual(one.Describe().AccessKeyId, other.Describe().AccessKeyId);
        Assert.NotEqual(one.Describe().EndpointUrl, two.Describe().EndpointUrl);
    }

    // {rtb} main table, {a} node-a's instance, {eni} its interface, {subnet} its subnet, {vpc} the VPC.
    [Theory]
    [InlineData("DescribeRouteTables", "vpc-id", "{vpc}", 3)]
    [InlineData("DescribeRouteTables", "vpc-id", "vpc-0", 0)]
    [InlineData("DescribeRouteTables", "association.subnet-id", "{subnet}", 1)]
    [InlineData("DescribeRouteTables", "association.main", "true", 1)]
    [InlineData("DescribeRouteTables", "association.main", "false", 2)]
    [InlineData("DescribeRouteTables", "route.destination-cidr-block", "10.2.0.1/32", 1)]
    [InlineData("DescribeRouteTables", "route.destination-cidr-block", "10.2.*", 1)]
    [InlineData("DescribeRouteTables", "route.destination-cidr-block", "10.2.0.?/32", 1)]
    [InlineData("DescribeRouteTables", "route.destination-cidr-block", "10.0.0.0/16", 3)]
    [InlineData("DescribeRouteTables", "route.instance-id", "{a}", 1)]
    [InlineData("DescribeRouteTables", "route.state", "active", 3)]
    [InlineData("DescribeRouteTables", "route.state", "blackhole", 0)]
    [InlineData("DescribeRouteTables", "route.origin", "CreateRoute", 1)]
    [InlineData("DescribeRouteTables", "route.gateway-id", "local", 3)]
    [InlineData("DescribeRouteTables", "route.transit-gateway-id", "tgw-1", 0)]
    [InlineData("DescribeRouteTables", "owner-id", "123456789012", 3)]
    [InlineData("DescribeRouteTables", "tag:Name", "lab-node-*", 2)]
    [InlineData("DescribeRouteTables", "tag:Name", "LAB-NODE-*", 0)]
    [InlineData("DescribeRouteTables", "tag-key", "Name", 3)]
    [InlineData("DescribeInstances", "instance-state-name", "running", 2)]
    [InlineData("DescribeInstances", "private-ip-address", "10.0.1.10", 1)]
    [InlineData("DescribeInstances", "network-interface.network-interface-id", "{eni}", 1)]
    [InlineData("DescribeInstances", "source-dest-check", "true", 2)]
    [InlineData("DescribeInstances", "availability-zone", "eu-central-1b", 1)]
    [InlineData("DescribeInstances", "tag:overlayip:role", "node", 2)]
    [InlineData("DescribeInstanceStatus", "instance-status.status", "ok", 2)]
    [InlineData("DescribeInstanceStatus", "attached-ebs-status.status", "impaired", 0)]
    [InlineData("DescribeInstanceStatus", "event.code", "*", 0)]
    [InlineData("DescribeNetworkInterfaces", "attachment.instance-id", "{a}", 1)]
    [InlineData("DescribeNetworkInterfaces", "private-ip-address", "10.0.*", 2)]
    [InlineData("DescribeNetworkInterfaces", "addresses.private-ip-address", "10.0.2.10", 1)]
    [InlineData("DescribeNetworkInterfaces", "status", "in-use", 2)]
    [InlineData("DescribeNetworkInterfaces", "status", "available", 0)]
    [InlineData("DescribeSubnets", "vpc-id", "{vpc}", 4)]
    [InlineData("DescribeSubnets", "cidr-block", "10.0.1?.0/24", 2)]
    [InlineData("DescribeVpcs", "cidr", "10.0.0.0/16", 1)]
    [InlineData("DescribeVpcs", "is-default", "true", 0)]
    [InlineData("DescribeTags", "resource-type", "instance", 4)]
    [InlineData("DescribeTags", "value", "node-?", 6)]
    [InlineData("DescribeTags", "resource-id", "{vpc}", 1)]
    [InlineData("DescribeAvailabilityZones", "zone-name", "*a", 1)]
    [InlineData("DescribeRegions", "region-name", "eu-*", 1)]
    [InlineData("DescribeImages", "name", "al2023*", 1)]
    public async Task Filters_select(string action, string filter, string value, int count)
    {
        await using var lab = await LabClient.StartAsync();
        await TestVpc.CreateRouteAsync(lab, lab.MainTable, "10.2.0.1/32", lab.NodeA.NetworkInterfaceId);
        value = value.Replace("{vpc}", lab.Lab.VpcId, StringComparison.Ordinal)
            .Replace("{a}", lab.NodeA.InstanceId, StringComparison.Ordinal)
            .Replace("{eni}", lab.NodeA.NetworkInterfaceId, StringComparison.Ordinal)
            .Replace("{subnet}", lab.NodeA.SubnetId, StringComparison.Ordinal);
        var answer = await lab.DoAsync(action, ("Filter.1.Name", filter), ("Filter.1.Value.1", value));
        Assert.Equal(count, answer.Xml.Root!.Elements().First(element => element.Name.LocalName != "requestId").Elements().Count());
    }

    [Fact]
    public async Task Values_of_a_filter_are_alternatives_and_filters_add_up()
    {
        await using var lab = await LabClient.StartAsync();
        var answer = await lab.DoAsync("DescribeSubnets",
            ("Filter.1.Name", "tag:Name"), ("Filter.1.Value.1", "node-a"), ("Filter.1.Value.2", "clients-a"), ("Filter.1.Value.3", "clients-b"),
            ("Filter.2.Name", "availability-zone"), ("Filter.2.Value.1", "eu-central-1a"));
        Assert.Equal(["10.0.1.0/24", "10.0.11.0/24"], answer.Texts("cidrBlock").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("DescribeRouteTables", "colour")]
    [InlineData("DescribeInstances", "route.state")]
    [InlineData("DescribeVpcs", "VpcId")]
    public async Task An_unknown_filter_is_refused(string action, string filter)
    {
        await using var lab = await LabClient.StartAsync();
        await lab.RefusedAsync(400, "InvalidParameterValue", $"The filter '{filter}' is invalid", action, ("Filter.1.Name", filter), ("Filter.1.Value.1", "x"));
    }

    [Fact]
    public async Task Pages_cover_everything_once()
    {
        await using var lab = await LabClient.StartAsync();
        var all = new SortedSet<string>(lab.Lab.RouteTableIds, StringComparer.Ordinal);
        for (var i = 0; i < 120; i++)
        {
            all.Add((await lab.DoAsync("CreateRouteTable", ("VpcId", lab.Lab.VpcId!))).Text("routeTableId")!);
        }

        Assert.Equal(all, await ReadAsync(lab, null, pages: 2));
        Assert.Equal(all, await ReadAsync(lab, "7", pages: 18));
        Assert.Equal(all, await ReadAsync(lab, "100", pages: 2));
    }

    [Fact]
    public async Task Page_sizes_and_tokens_are_checked()
    {
        await using var lab = await LabClient.StartAsync();
        await lab.RefusedAsync(400, "InvalidParameterValue", "Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.", "DescribeRouteTables", ("MaxResults", "4"));
        await lab.RefusedAsync(400, "InvalidParameterValue", null, "DescribeRouteTables", ("MaxResults", "101"));
        await lab.RefusedAsync(400, "InvalidParameterValue", null, "DescribeRouteTables", ("MaxResults", "many"));
        await lab.RefusedAsync(400, "InvalidParameterValue", "Unable to parse pagination token", "DescribeRouteTables", ("NextToken", "eyJ2"));
        await lab.RefusedAsync(400, "InvalidParameterCombination", "The parameter instancesSet cannot be used with the parameter maxResults",
            "DescribeInstances", ("InstanceId.1", lab.NodeA.InstanceId), ("MaxResults", "5"));
    }

    [Fact]
    public async Task Unknown_and_malformed_ids_are_refused()
    {
        await using var lab = await LabClient.StartAsync();
        await lab.RefusedAsync(400, "InvalidRouteTableID.NotFound", null, "DescribeRouteTables", ("RouteTableId.1", lab.MainTable), ("RouteTableId.2", "rtb-0123456789abcdef0"));
        await lab.RefusedAsync(400, "InvalidRouteTableId.Malformed", null, "DescribeRouteTables", ("RouteTableId.1", "main"));
        await lab.RefusedAsync(400, "InvalidVpcID.NotFound", "The vpc ID 'vpc-0123456789abcdef0' does not exist", "DescribeVpcs", ("VpcId.1", "vpc-0123456789abcdef0"));
        await lab.RefusedAsync(400, "InvalidSubnetID.NotFound", null, "DescribeSubnets", ("SubnetId.1", "subnet-0123456789abcdef0"));
        await lab.RefusedAsync(400, "InvalidAMIID.NotFound", "The image id '[ami-0123456789abcdef0]' does not exist", "DescribeImages", ("ImageId.1", "ami-0123456789abcdef0"));
    }

    [Fact]
    public async Task Older_API_versions_are_answered_and_none_is_not()
    {
        await using var lab = await LabClient.StartAsync();
        var answer = await lab.SendAsync([("Action", "DescribeVpcs"), ("Version", "2014-10-01")]);
        Assert.Equal((200, "http://ec2.amazonaws.com/doc/2016-11-15/"), (answer.Status, answer.Xml.Root!.Name.NamespaceName));
        Assert.Equal("InvalidAction", (await lab.SendAsync([("Action", "DescribeVpcs")])).Code);
        Assert.Equal("MissingAction", (await lab.SendAsync([("Version", "2016-11-15")])).Code);
    }

    private static async Task<SortedSet<string>> ReadAsync(LabClient lab, string? size, int pages)
    {
        var found = new List<string>();
        string? token = null;
        var count = 0;
        do
        {
            var parameters = new List<(string, string)>();
            if (size is not null)
            {
                parameters.Add(("MaxResults", size));
            }

            if (token is not null)
            {
                parameters.Add(("NextToken", token));
            }

            var answer = await lab.DoAsync("DescribeRouteTables", [.. parameters]);
            found.AddRange(answer.Items("routeTableSet").Select(table => table.Child("routeTableId")!));
            token = answer.Text("nextToken");
            count++;
        }
        while (token is not null);

        Assert.Equal(pages, count);
        Assert.Equal(found.Count, found.Distinct().Count());
        return new SortedSet<string>(found, StringComparer.Ordinal);
    }
}
