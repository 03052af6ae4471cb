using Amazon.EC2;
using Amazon.EC2.Model;
using OverlayIp.Ec2.Tests.Support;

namespace OverlayIp.Ec2.Tests;

public partial class RequestWireTests
{
    public static TheoryData<string, Func<IAmazonEC2, Task>, string[]> Calls() => new()
    {
        {
            "CreateRoute",
            ec2 => ec2.CreateRouteAsync(new CreateRouteRequest
            {
                RouteTableId = "rtb-1", DestinationCidrBlock = "10.2.0.1/32", NetworkInterfaceId = "eni-1", DryRun = true,
            }),
            ["DestinationCidrBlock=10.2.0.1/32", "DryRun=true", "NetworkInterfaceId=eni-1", "RouteTableId=rtb-1"]
        },
        {
            "CreateRoute",
            ec2 => ec2.CreateRouteAsync(new CreateRouteRequest
            {
                RouteTableId = "a", DestinationCidrBlock = "b", DestinationIpv6CidrBlock = "c", DestinationPrefixListId = "d",
                CarrierGatewayId = "e", CoreNetworkArn = "f", EgressOnlyInternetGatewayId = "g", GatewayId = "h", InstanceId = "i",
                LocalGatewayId = "j", NatGatewayId = "k", NetworkInterfaceId = "l", OdbNetworkArn = "m", TransitGatewayId = "n",
                VpcEndpointId = "o", VpcPeeringConnectionId = "p", DryRun = false,
            }),
            [
                "CarrierGatewayId=e", "CoreNetworkArn=f", "DestinationCidrBlock=b", "DestinationIpv6CidrBlock=c", "DestinationPrefixListId=d",
                "DryRun=false", "EgressOnlyInternetGatewayId=g", "GatewayId=h", "InstanceId=i", "LocalGatewayId=j", "NatGatewayId=k",
                "NetworkInterfaceId=l", "OdbNetworkArn=m", "RouteTableId=a", "TransitGatewayId=n", "VpcEndpointId=o", "VpcPeeringConnectionId=p",
            ]
        },
        {
            "ReplaceRoute",
            ec2 => ec2.ReplaceRouteAsync(new ReplaceRouteRequest
            {
                RouteTableId = "rtb-1", DestinationIpv6CidrBlock = "fd00::1/128", NetworkInterfaceId = "eni-2",
            }),
            ["DestinationIpv6CidrBlock=fd00::1/128", "NetworkInterfaceId=eni-2", "RouteTableId=rtb-1"]
        },
        {
            "ReplaceRoute",
            ec2 => ec2.ReplaceRouteAsync(new ReplaceRouteRequest
            {
                RouteTableId = "a", DestinationCidrBlock = "b", DestinationIpv6CidrBlock = "c", DestinationPrefixListId = "d",
                CarrierGatewayId = "e", CoreNetworkArn = "f", EgressOnlyInternetGatewayId = "g", GatewayId = "h", InstanceId = "i",
                LocalGatewayId = "j", LocalTarget = true, NatGatewayId = "k", NetworkInterfaceId = "l", OdbNetworkArn = "m",
                TransitGatewayId = "n", VpcEndpointId = "o", VpcPeeringConnectionId = "p", DryRun = true,
            }),
            [
                "CarrierGatewayId=e", "CoreNetworkArn=f", "DestinationCidrBlock=b", "DestinationIpv6CidrBlock=c", "DestinationPrefixListId=d",
                "DryRun=true", "EgressOnlyInternetGatewayId=g", "GatewayId=h", "InstanceId=i", "LocalGatewayId=j", "LocalTarget=true",
                "NatGatewayId=k", "NetworkInterfaceId=l", "OdbNetworkArn=m", "RouteTableId=a", "TransitGatewayId=n", "VpcEndpointId=o",
                "VpcPeeringConnectionId=p",
            ]
        },
        {
            "DeleteRoute",
            ec2 => ec2.DeleteRouteAsync(new DeleteRouteRequest
            {
                RouteTableId = "a", DestinationCidrBlock = "b", DestinationIpv6CidrBlock = "c", DestinationPrefixListId = "d", DryRun = true,
            }),
            ["DestinationCidrBlock=b", "DestinationIpv6CidrBlock=c", "DestinationPrefixListId=d", "DryRun=true", "RouteTableId=a"]
        },
        { "DescribeRouteTables", ec2 => ec2.DescribeRouteTablesAsync(), [] },
        {
            "DescribeRouteTables",
            ec2 => ec2.DescribeRouteTablesAsync(new DescribeRouteTablesRequest
            {
                RouteTableIds = ["rtb-1", "rtb-2"],
                Filters = [new Filter("vpc-id", ["vpc-1"]), new Filter("tag:Name", ["a&b", "c d", "é"])],
                MaxResults = 100, NextToken = "t+/=", DryRun = true,
            }),
            [
                "DryRun=true", "Filter.1.Name=vpc-id", "Filter.1.Value.1=vpc-1", "Filter.2.Name=tag:Name", "Filter.2.Value.1=a&b",
                "Filter.2.Value.2=c d", "Filter.2.Value.3=é", "MaxResults=100", "NextToken=t+/=", "RouteTableId.1=rtb-1", "RouteTableId.2=rtb-2",
            ]
        },
        {
            "DescribeRouteTables",
            ec2 => ec2.DescribeRouteTablesAsync(new DescribeRouteTablesRequest { RouteTableIds = [], Filters = [new Filter("vpc-id")] }),
            ["Filter.1.Name=vpc-id"]
        },
        { "DescribeInstances", ec2 => ec2.DescribeInstancesAsync(), [] },
        {
            "DescribeInstances",
            ec2 => ec2.DescribeInstancesAsync(new DescribeInstancesRequest
            {
                InstanceIds = ["i-1"], Filters = [new Filter { Name = "n", Values = ["v"] }], MaxResults = 5, NextToken = "t", DryRun = false,
                IncludeManagedResources = true,
            }),
            [
                "DryRun=false", "Filter.1.Name=n", "Filter.1.Value.1=v", "IncludeManagedResources=true", "InstanceId.1=i-1", "MaxResults=5",
                "NextToken=t",
            ]
        },
        { "DescribeInstanceStatus", ec2 => ec2.DescribeInstanceStatusAsync(), [] },
        {
            "DescribeInstanceStatus",
            ec2 => ec2.DescribeInstanceStatusAsync(new DescribeInstanceStatusRequest
            {
                InstanceIds = ["i-1", "i-2"], IncludeAllInstances = true, IncludeManagedResources = false,
                Filters = [new Filter("instance-status.status", ["ok"])], MaxResults = 5, NextToken = "t", DryRun = true,
            }),
            [
                "DryRun=true", "Filter.1.Name=instance-status.status", "Filter.1.Value.1=ok", "IncludeAllInstances=true",
                "IncludeManagedResources=false", "InstanceId.1=i-1", "InstanceId.2=i-2", "MaxResults=5", "NextToken=t",
            ]
        },
        {
            "DescribeInstanceAttribute",
            ec2 => ec2.DescribeInstanceAttributeAsync(new DescribeInstanceAttributeRequest("i-1", InstanceAttributeName.SourceDestCheck) { DryRun = true }),
            ["Attribute=sourceDestCheck", "DryRun=true", "InstanceId=i-1"]
        },
        {
            "ModifyInstanceAttribute",
            ec2 => ec2.ModifyInstanceAttributeAsync(new ModifyInstanceAttributeRequest { InstanceId = "i-1", SourceDestCheck = false }),
            ["InstanceId=i-1", "SourceDestCheck.Value=false"]
        },
        {
            "ModifyInstanceAttribute",
            ec2 => ec2.ModifyInstanceAttributeAsync(new ModifyInstanceAttributeRequest("i-1", "userData")
            {
                Groups = ["sg-1", "sg-2"], DisableApiStop = true, DisableApiTermination = false, EbsOptimized = true, EnaSupport = true,
                InstanceInitiatedShutdownBehavior = "stop", InstanceType = "t3.micro", Kernel = "k", Ramdisk = "r", SriovNetSupport = "simple",
                UserData = "dQ==", Value = "v", DryRun = true, SourceDestCheck = true,
            }),
            [
                "Attribute=userData", "DisableApiStop.Value=true", "DisableApiTermination.Value=false", "DryRun=true", "EbsOptimized.Value=true",
                "EnaSupport.Value=true", "GroupId.1=sg-1", "GroupId.2=sg-2", "InstanceId=i-1", "InstanceInitiatedShutdownBehavior.Value=stop",
                "InstanceType.Value=t3.micro", "Kernel.Value=k", "Ramdisk.Value=r", "SourceDestCheck.Value=true", "SriovNetSupport.Value=simple",
                "UserData.Value=dQ==", "Value=v",
            ]
        },
        { "DescribeNetworkInterfaces", ec2 => ec2.DescribeNetworkInterfacesAsync(), [] },
        {
            "DescribeNetworkInterfaces",
            ec2 => ec2.DescribeNetworkInterfacesAsync(new DescribeNetworkInterfacesRequest
            {
                NetworkInterfaceIds = ["eni-1", "eni-2"], Filters = [new Filter("attachment.instance-id", ["i-1"])], MaxResults = 5,
                NextToken = "t", DryRun = true, IncludeManagedResources = false,
            }),
            [
                "DryRun=true", "Filter.1.Name=attachment.instance-id", "Filter.1.Value.1=i-1", "IncludeManagedResources=false", "MaxResults=5",
                "NetworkInterfaceId.1=eni-1", "NetworkInterfaceId.2=eni-2", "NextToken=t",
            ]
        },
        {
            "ModifyNetworkInterfaceAttribute",
            ec2 => ec2.ModifyNetworkInterfaceAttributeAsync(new ModifyNetworkInterfaceAttributeRequest
            {
                NetworkInterfaceId = "eni-1", SourceDestCheck = false,
            }),
            ["NetworkInterfaceId=eni-1", "SourceDestCheck.Value=false"]
        },
        {
            "ModifyNetworkInterfaceAttribute",
            ec2 => ec2.ModifyNetworkInterfaceAttributeAsync(new ModifyNetworkInterfaceAttributeRequest
            {
                NetworkInterfaceId = "eni-1", Description = "d", Groups = ["sg-1"], AssociatePublicIpAddress = true, EnablePrimaryIpv6 = true,
                AssociatedSubnetIds = ["subnet-1"], DryRun = true,
                Attachment = new NetworkInterfaceAttachmentChanges
                {
                    AttachmentId = "eni-attach-1", DeleteOnTermination = true, DefaultEnaQueueCount = false, EnaQueueCount = 2,
                },
            }),
            [
                "AssociatePublicIpAddress=true", "AssociatedSubnetId.1=subnet-1", "Attachment.AttachmentId=eni-attach-1",
                "Attachment.DefaultEnaQueueCount=false", "Attachment.DeleteOnTermination=true", "Attachment.EnaQueueCount=2",
                "Description.Value=d", "DryRun=true", "EnablePrimaryIpv6=true", "NetworkInterfaceId=eni-1", "SecurityGroupId.1=sg-1",
            ]
        },
        { "DescribeVpcs", ec2 => ec2.DescribeVpcsAsync(), [] },
        {
            "DescribeVpcs",
            ec2 => ec2.DescribeVpcsAsync(new DescribeVpcsRequest { VpcIds = ["vpc-1"], Filters = [new Filter("n", ["v"])], MaxResults = 5, NextToken = "t", DryRun = true }),
            ["DryRun=true", "Filter.1.Name=n", "Filter.1.Value.1=v", "MaxResults=5", "NextToken=t", "VpcId.1=vpc-1"]
        },
        { "DescribeSubnets", ec2 => ec2.DescribeSubnetsAsync(), [] },
        {
            "DescribeSubnets",
            ec2 => ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { SubnetIds = ["subnet-1"], Filters = [new Filter("n", ["v"])], MaxResults = 5, NextToken = "t", DryRun = true }),
            ["DryRun=true", "Filter.1.Name=n", "Filter.1.Value.1=v", "MaxResults=5", "NextToken=t", "SubnetId.1=subnet-1"]
        },
        { "DescribeRegions", ec2 => ec2.DescribeRegionsAsync(), [] },
        {
            "DescribeRegions",
            ec2 => ec2.DescribeRegionsAsync(new DescribeRegionsRequest { RegionNames = ["eu-west-1"], Filters = [new Filter("n", ["v"])], AllRegions = true, DryRun = true }),
            ["AllRegions=true", "DryRun=true", "Filter.1.Name=n", "Filter.1.Value.1=v", "RegionName.1=eu-west-1"]
        },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    [MemberData(nameof(FirewallCalls))]
    [MemberData(nameof(TransitGatewayCalls))]
    public async Task A_request_is_a_form_with_the_parameters_that_are_set(string action, Func<IAmazonEC2, Task> call, string[] parameters)
    {
        var fake = new FakeEc2().AnswerWith(action, "");
        using var client = fake.Client();

        await call(client);

        var sent = Assert.Single(fake.Requests);
        Assert.Equal("POST", sent.Method);
        Assert.Equal("/", sent.Uri.PathAndQuery);
        Assert.Equal("application/x-www-form-urlencoded; charset=utf-8", sent.Headers["Content-Type"]);
        Assert.Equal(action, sent.Form["Action"]);
        Assert.Equal("2016-11-15", sent.Form["Version"]);
        Assert.Equal(parameters, sent.Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}"));
    }

    [Fact]
    public async Task List_items_are_numbered_in_the_order_given_past_nine()
    {
        var fake = new FakeEc2().AnswerWith("DescribeRouteTables", "");
        using var client = fake.Client();
        List<string> ids = [.. Enumerable.Range(1, 12).Select(number => $"rtb-{number}")];

        await client.DescribeRouteTablesAsync(new DescribeRouteTablesRequest { RouteTableIds = ids });

        Assert.Equal(ids, Enumerable.Range(1, 12).Select(number => fake.Requests[0].Parameters[$"RouteTableId.{number}"]));
    }
}
