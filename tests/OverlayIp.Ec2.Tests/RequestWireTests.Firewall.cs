using Amazon.EC2;
using Amazon.EC2.Model;

namespace OverlayIp.Ec2.Tests;

public partial class RequestWireTests
{
    public static TheoryData<string, Func<IAmazonEC2, Task>, string[]> FirewallCalls() => new()
    {
        { "DescribeSecurityGroups", ec2 => ec2.DescribeSecurityGroupsAsync(), [] },
        {
            "DescribeSecurityGroups",
            ec2 => ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest
            {
                GroupIds = ["sg-1", "sg-2"], GroupNames = ["a"], Filters = [new Filter("vpc-id", ["vpc-1"])], MaxResults = 5, NextToken = "t",
                DryRun = true,
            }),
            [
                "DryRun=true", "Filter.1.Name=vpc-id", "Filter.1.Value.1=vpc-1", "GroupId.1=sg-1", "GroupId.2=sg-2", "GroupName.1=a",
                "MaxResults=5", "NextToken=t",
            ]
        },
        { "DescribeNetworkAcls", ec2 => ec2.DescribeNetworkAclsAsync(), [] },
        {
            "DescribeNetworkAcls",
            ec2 => ec2.DescribeNetworkAclsAsync(new DescribeNetworkAclsRequest
            {
                NetworkAclIds = ["acl-1"], Filters = [new Filter("association.subnet-id", ["subnet-1"])], MaxResults = 5, NextToken = "t",
                DryRun = true,
            }),
            [
                "DryRun=true", "Filter.1.Name=association.subnet-id", "Filter.1.Value.1=subnet-1", "MaxResults=5", "NetworkAclId.1=acl-1",
                "NextToken=t",
            ]
        },
        {
            "DescribeManagedPrefixLists",
            ec2 => ec2.DescribeManagedPrefixListsAsync(new DescribeManagedPrefixListsRequest
            {
                PrefixListIds = ["pl-1", "pl-2"], Filters = [new Filter("n", ["v"])], MaxResults = 5, NextToken = "t", DryRun = true,
            }),
            [
                "DryRun=true", "Filter.1.Name=n", "Filter.1.Value.1=v", "MaxResults=5", "NextToken=t", "PrefixListId.1=pl-1",
                "PrefixListId.2=pl-2",
            ]
        },
        {
            "GetManagedPrefixListEntries",
            ec2 => ec2.GetManagedPrefixListEntriesAsync(new GetManagedPrefixListEntriesRequest
            {
                PrefixListId = "pl-1", TargetVersion = 4294967296, MaxResults = 5, NextToken = "t", DryRun = true,
            }),
            ["DryRun=true", "MaxResults=5", "NextToken=t", "PrefixListId=pl-1", "TargetVersion=4294967296"]
        },
        { "DescribeVpcPeeringConnections", ec2 => ec2.DescribeVpcPeeringConnectionsAsync(), [] },
        {
            "DescribeVpcPeeringConnections",
            ec2 => ec2.DescribeVpcPeeringConnectionsAsync(new DescribeVpcPeeringConnectionsRequest
            {
                VpcPeeringConnectionIds = ["pcx-1"], Filters = [new Filter("n", ["v"])], MaxResults = 5, NextToken = "t", DryRun = true,
            }),
            [
                "DryRun=true", "Filter.1.Name=n", "Filter.1.Value.1=v", "MaxResults=5", "NextToken=t", "VpcPeeringConnectionId.1=pcx-1",
            ]
        },
    };
}
