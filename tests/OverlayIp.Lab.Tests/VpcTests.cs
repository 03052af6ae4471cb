using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

/// <summary>Building and taking apart VPCs, subnets and route tables.</summary>
public sealed class VpcTests
{
    [Fact]
    public async Task A_VPC_comes_with_a_main_route_table_and_goes_with_it()
    {
        await using var lab = await LabClient.StartAsync(new() { Empty = true });
        var created = await lab.DoAsync("CreateVpc", ("CidrBlock", "10.9.1.1/16"), ("TagSpecification.1.ResourceType", "vpc"), ("TagSpecification.1.Tag.1.Key", "Name"), ("TagSpecification.1.Tag.1.Value", "mine"));
        var vpcId = created.Text("vpcId")!;
        Assert.Equal(("pending", "10.9.0.0/16", "mine"), (created.Text("state"), created.Text("cidrBlock"), created.Text("value")));
        var tables = await lab.DoAsync("DescribeRouteTables", ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpcId));
        Assert.Equal(("true", "10.9.0.0/16"), (tables.Text("main"), tables.Text("destinationCidrBlock")));
        await lab.DoAsync("DeleteVpc", ("VpcId", vpcId));
        Assert.Empty((await lab.DoAsync("DescribeRouteTables")).Items("routeTableSet"));
    }

    [Theory]
    [InlineData("CreateVpc", "CidrBlock=10.0.0.0/8", "InvalidVpc.Range")]
    [InlineData("CreateVpc", "CidrBlock=10.0.0.0/29", "InvalidVpc.Range")]
    [InlineData("CreateVpc", "CidrBlock=ten", "InvalidParameterValue")]
    [InlineData("CreateVpc", "", "MissingParameter")]
    [InlineData("CreateVpc", "CidrBlock=10.9.0.0/16&TagSpecification.1.ResourceType=subnet", "InvalidParameterValue")]
    [InlineData("DeleteVpc", "VpcId={vpc}", "DependencyViolation")]
    [InlineData("DeleteVpc", "VpcId=vpc-0123456789abcdef0", "InvalidVpcID.NotFound")]
    [InlineData("CreateSubnet", "VpcId={vpc}&CidrBlock=10.0.1.128/25", "InvalidSubnet.Conflict")]
    [InlineData("CreateSubnet", "VpcId={vpc}&CidrBlock=10.1.1.0/24", "InvalidSubnet.Range")]
    [InlineData("CreateSubnet", "VpcId={vpc}&CidrBlock=10.0.3.0/29", "InvalidSubnet.Range")]
    [InlineData("CreateSubnet", "VpcId={vpc}&CidrBlock=10.0.3.0/24&AvailabilityZone=us-east-1a", "InvalidParameterValue")]
    [InlineData("CreateSubnet", "VpcId={vpc}&CidrBlock=10.0.3.0/24&Ipv6CidrBlock=2001:db8::/64", "InvalidSubnet.Range")]
    [InlineData("DeleteSubnet", "SubnetId={subnet}", "DependencyViolation")]
    [InlineData("DeleteRouteTable", "RouteTableId={main}", "DependencyViolation")]
    [InlineData("DeleteRouteTable", "RouteTableId={table}", "DependencyViolation")]
    [InlineData("AssociateRouteTable", "RouteTableId={main}&SubnetId={subnet}", "Resource.AlreadyAssociated")]
    [InlineData("AssociateRouteTable", "RouteTableId={main}", "MissingParameter")]
    [InlineData("AssociateRouteTable", "RouteTableId={main}&SubnetId={subnet}&GatewayId=igw-1", "InvalidParameterCombination")]
    [InlineData("DisassociateRouteTable", "AssociationId=rtbassoc-0123456789abcdef0", "InvalidAssociationID.NotFound")]
    [InlineData("CreateNetworkInterface", "SubnetId={subnet}&PrivateIpAddress=10.0.1.10", "InvalidIPAddress.InUse")]
    [InlineData("CreateNetworkInterface", "SubnetId={subnet}&PrivateIpAddress=10.0.2.10", "InvalidParameterValue")]
    [InlineData("CreateNetworkInterface", "SubnetId={subnet}&PrivateIpAddress=10.0.1.3", "InvalidParameterValue")]
    [InlineData("CreateNetworkInterface", "SubnetId={subnet}&SecurityGroupId.1=sg-0123456789abcdef0", "InvalidGroup.NotFound")]
    [InlineData("CreateNetworkInterface", "SubnetId={subnet}&Ipv6AddressCount=1", "InvalidParameterValue")]
    [InlineData("CreateNetworkInterface", "PrivateIpAddress=10.0.1.20", "MissingParameter")]
    [InlineData("AttachNetworkInterface", "NetworkInterfaceId={eni}&InstanceId={b}&DeviceIndex=1", "InvalidNetworkInterface.InUse")]
    [InlineData("DetachNetworkInterface", "AttachmentId=eni-attach-0123456789abcdef0", "InvalidAttachmentID.NotFound")]
    [InlineData("AssociateVpcCidrBlock", "VpcId={vpc}&CidrBlock=10.0.128.0/20", "CidrConflict")]
    [InlineData("AssociateVpcCidrBlock", "VpcId={vpc}&CidrBlock=192.168.0.0/16", "InvalidVpc.Range")]
    [InlineData("DisassociateVpcCidrBlock", "AssociationId={cidr}", "OperationNotPermitted")]
    public async Task What_EC2_refuses_is_refused(string action, string parameters, string code)
    {
        await using var lab = await LabClient.StartAsync();
        var cidr = (await lab.DoAsync("DescribeVpcs")).Text("associationId");
        parameters = parameters.Replace("{vpc}", lab.Lab.VpcId, StringComparison.Ordinal)
            .Replace("{subnet}", lab.NodeA.SubnetId, StringComparison.Ordinal)
            .Replace("{main}", lab.MainTable, StringComparison.Ordinal)
            .Replace("{table}", lab.Lab.RouteTableIds[1], StringComparison.Ordinal)
            .Replace("{eni}", lab.NodeA.NetworkInterfaceId, StringComparison.Ordinal)
            .Replace("{b}", lab.NodeB.InstanceId, StringComparison.Ordinal)
            .Replace("{cidr}", cidr, StringComparison.Ordinal);
        var pairs = parameters.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1])).ToArray();
        await lab.RefusedAsync(400, code, null, action, pairs);
    }

    [Fact]
    public async Task Associations_move_between_route_tables_and_go_with_their_subnet()
    {
        await using var lab = await LabClient.StartAsync();
        var clients = (await lab.DoAsync("DescribeSubnets", ("Filter.1.Name", "tag:Name"), ("Filter.1.Value.1", "clients-a"))).Text("subnetId")!;
        var table = lab.Lab.RouteTableIds[1];
        var association = (await lab.DoAsync("AssociateRouteTable", ("RouteTableId", table), ("SubnetId", clients))).Text("associationId")!;
        var replaced = (await lab.DoAsync("ReplaceRouteTableAssociation", ("AssociationId", association), ("RouteTableId", lab.MainTable))).Text("newAssociationId")!;
        Assert.NotEqual(association, replaced);
        Assert.Equal([lab.MainTable], await TablesOfAsync(lab, clients));
        await lab.DoAsync("DisassociateRouteTable", ("AssociationId", replaced));
        Assert.Empty(await TablesOfAsync(lab, clients));
        await lab.DoAsync("AssociateRouteTable", ("RouteTableId", table), ("SubnetId", clients));
        await lab.DoAsync("DeleteSubnet", ("SubnetId", clients));
        Assert.Empty(await TablesOfAsync(lab, clients));
    }

    [Fact]
    public async Task Replacing_the_main_association_makes_another_table_the_main_one()
    {
        await using var lab = await LabClient.StartAsync();
        var table = lab.Lab.RouteTableIds[1];
        var main = (await lab.DoAsync("DescribeRouteTables", ("RouteTableId.1", lab.MainTable))).Text("routeTableAssociationId")!;
        await lab.RefusedAsync(400, "InvalidParameterValue", $"cannot disassociate the main route table association {main}", "DisassociateRouteTable", ("AssociationId", main));
        await lab.DoAsync("ReplaceRouteTableAssociation", ("AssociationId", main), ("RouteTableId", table));
        Assert.Equal(table, lab.Server.Describe().RouteTableIds[0]);
        await lab.DoAsync("DeleteRouteTable", ("RouteTableId", lab.MainTable));
    }

    [Fact]
    public async Task A_secondary_block_protects_its_addresses_as_the_first_does()
    {
        await using var lab = await LabClient.StartAsync();
        await TestVpc.CreateRouteAsync(lab, lab.MainTable, "10.2.0.1/32", lab.NodeA.NetworkInterfaceId);
        var conflict = await lab.CallAsync("AssociateVpcCidrBlock", ("VpcId", lab.Lab.VpcId!), ("CidrBlock", "10.2.0.0/16"));
        Assert.Equal("CidrConflict", conflict.Code);
        var added = await lab.DoAsync("AssociateVpcCidrBlock", ("VpcId", lab.Lab.VpcId!), ("CidrBlock", "10.3.0.0/16"));
        Assert.Equal("active", (await lab.RouteAsync(lab.MainTable, "10.3.0.0/16"))?.State);
        await lab.RefusedAsync(400, "InvalidParameterValue", null, "CreateRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", "10.3.0.1/32"), ("InstanceId", lab.NodeA.InstanceId));
        var subnet = (await lab.DoAsync("CreateSubnet", ("VpcId", lab.Lab.VpcId!), ("CidrBlock", "10.3.1.0/24"))).Text("subnetId")!;
        await lab.RefusedAsync(400, "InvalidCidrBlock.InUse", null, "DisassociateVpcCidrBlock", ("AssociationId", added.Text("associationId")!));
        await lab.DoAsync("DeleteSubnet", ("SubnetId", subnet));
        await lab.DoAsync("DisassociateVpcCidrBlock", ("AssociationId", added.Text("associationId")!));
        await TestVpc.CreateRouteAsync(lab, lab.MainTable, "10.3.0.1/32", lab.NodeA.NetworkInterfaceId);
    }

    [Fact]
    public async Task An_Amazon_provided_IPv6_block_gives_subnets_and_addresses()
    {
        await using var lab = await LabClient.StartAsync();
        var added = await lab.DoAsync("AssociateVpcCidrBlock", ("VpcId", lab.Lab.VpcId!), ("AmazonProvidedIpv6CidrBlock", "true"));
        var block = CidrBlock.Parse(added.Text("ipv6CidrBlock")!);
        Assert.Equal(56, block.PrefixLength);
        var subnet = (await lab.DoAsync("CreateSubnet", ("VpcId", lab.Lab.VpcId!), ("CidrBlock", "10.0.30.0/24"), ("Ipv6CidrBlock", $"{block.Address}/64"))).Text("subnetId")!;
        var eni = await lab.DoAsync("CreateNetworkInterface", ("SubnetId", subnet), ("Ipv6AddressCount", "1"));
        Assert.True(block.Contains(CidrBlock.Parse(eni.Text("ipv6Address")!)));
        await lab.RefusedAsync(400, "InvalidParameterValue", null, "CreateRoute",
            ("RouteTableId", lab.MainTable), ("DestinationIpv6CidrBlock", $"{eni.Text("ipv6Address")}/128"), ("InstanceId", lab.NodeA.InstanceId));
    }

    [Fact]
    public async Task A_prefix_list_can_be_a_destination_and_counts_with_its_maximum_size()
    {
        await using var lab = await LabClient.StartAsync();
        async Task<string> ListAsync(int size) => (await lab.DoAsync("CreateManagedPrefixList", ("PrefixListName", "overlay"), ("MaxEntries", $"{size}"), ("AddressFamily", "IPv4"),
            ("Entry.1.Cidr", "10.2.0.1/32"), ("Entry.1.Description", "db"))).Text("prefixListId")!;
        var list = await ListAsync(400);
        await lab.DoAsync("CreateRoute", ("RouteTableId", lab.MainTable), ("DestinationPrefixListId", list), ("InstanceId", lab.NodeA.InstanceId));
        Assert.Equal("active", (await lab.RouteAsync(lab.MainTable, list))?.State);
        await lab.RefusedAsync(400, "RouteLimitExceeded", null, "CreateRoute", ("RouteTableId", lab.MainTable), ("DestinationPrefixListId", await ListAsync(101)), ("InstanceId", lab.NodeA.InstanceId));
        await lab.DoAsync("ReplaceRoute", ("RouteTableId", lab.MainTable), ("DestinationPrefixListId", list), ("InstanceId", lab.NodeB.InstanceId));
        await lab.RefusedAsync(400, "PrefixListVersionMismatch", null, "ModifyManagedPrefixList", ("PrefixListId", list), ("CurrentVersion", "2"), ("AddEntry.1.Cidr", "10.2.0.2/32"));
        await lab.DoAsync("ModifyManagedPrefixList", ("PrefixListId", list), ("CurrentVersion", "1"), ("AddEntry.1.Cidr", "10.2.0.2/32"));
        Assert.Equal(["10.2.0.1/32", "10.2.0.2/32"], (await lab.DoAsync("GetManagedPrefixListEntries", ("PrefixListId", list))).Texts("cidr"));
        Assert.Equal("400", (await lab.DoAsync("DescribeManagedPrefixLists", ("PrefixListId.1", list))).Text("maxEntries"));
        await lab.RefusedAsync(400, "DependencyViolation", null, "DeleteManagedPrefixList", ("PrefixListId", list));
        await lab.DoAsync("DeleteRoute", ("RouteTableId", lab.MainTable), ("DestinationPrefixListId", list));
        await lab.DoAsync("DeleteManagedPrefixList", ("PrefixListId", list));
    }

    private static async Task<IEnumerable<string>> TablesOfAsync(LabClient lab, string subnetId)
    {
        var answer = await lab.DoAsync("DescribeRouteTables", ("Filter.1.Name", "association.subnet-id"), ("Filter.1.Value.1", subnetId));
        return answer.Items("routeTableSet").Select(table => table.Child("routeTableId")!);
    }
}
