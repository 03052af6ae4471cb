using Amazon.EC2;
using Amazon.EC2.Model;

namespace OverlayIp.Ec2.Tests;

public partial class RequestWireTests
{
    public static TheoryData<string, Func<IAmazonEC2, Task>, string[]> TransitGatewayCalls() => new()
    {
        {
            "DescribeTransitGateways",
            ec2 => ec2.DescribeTransitGatewaysAsync(new DescribeTransitGatewaysRequest
            {
                TransitGatewayIds = ["tgw-1", "tgw-2"], Filters = [new Filter("n", ["v"])], MaxResults = 5, NextToken = "t", DryRun = true,
            }),
            [
                "DryRun=true", "Filter.1.Name=n", "Filter.1.Value.1=v", "MaxResults=5", "NextToken=t", "TransitGatewayIds.1=tgw-1",
                "TransitGatewayIds.2=tgw-2",
            ]
        },
        {
            "DescribeTransitGatewayVpcAttachments",
            ec2 => ec2.DescribeTransitGatewayVpcAttachmentsAsync(new DescribeTransitGatewayVpcAttachmentsRequest
            {
                TransitGatewayAttachmentIds = ["tgw-attach-1"], Filters = [new Filter("vpc-id", ["vpc-1"])], MaxResults = 5, NextToken = "t",
                DryRun = true,
            }),
            [
                "DryRun=true", "Filter.1.Name=vpc-id", "Filter.1.Value.1=vpc-1", "MaxResults=5", "NextToken=t",
                "TransitGatewayAttachmentIds.1=tgw-attach-1",
            ]
        },
        {
            "DescribeTransitGatewayAttachments",
            ec2 => ec2.DescribeTransitGatewayAttachmentsAsync(new DescribeTransitGatewayAttachmentsRequest
            {
                TransitGatewayAttachmentIds = ["tgw-attach-1", "tgw-attach-2"], Filters = [new Filter("resource-type", ["vpc"])], MaxResults = 5,
                NextToken = "t", DryRun = true,
            }),
            [
                "DryRun=true", "Filter.1.Name=resource-type", "Filter.1.Value.1=vpc", "MaxResults=5", "NextToken=t",
                "TransitGatewayAttachmentIds.1=tgw-attach-1", "TransitGatewayAttachmentIds.2=tgw-attach-2",
            ]
        },
        {
            "DescribeTransitGatewayRouteTables",
            ec2 => ec2.DescribeTransitGatewayRouteTablesAsync(new DescribeTransitGatewayRouteTablesRequest
            {
                TransitGatewayRouteTableIds = ["tgw-rtb-1"], Filters = [new Filter("transit-gateway-id", ["tgw-1"])], MaxResults = 5,
                NextToken = "t", DryRun = true,
            }),
            [
                "DryRun=true", "Filter.1.Name=transit-gateway-id", "Filter.1.Value.1=tgw-1", "MaxResults=5", "NextToken=t",
                "TransitGatewayRouteTableIds.1=tgw-rtb-1",
            ]
        },
        {
            "GetTransitGatewayRouteTableAssociations",
            ec2 => ec2.GetTransitGatewayRouteTableAssociationsAsync(new GetTransitGatewayRouteTableAssociationsRequest
            {
                TransitGatewayRouteTableId = "tgw-rtb-1", Filters = [new Filter("n", ["v"])], MaxResults = 5, NextToken = "t", DryRun = true,
            }),
            [
                "DryRun=true", "Filter.1.Name=n", "Filter.1.Value.1=v", "MaxResults=5", "NextToken=t", "TransitGatewayRouteTableId=tgw-rtb-1",
            ]
        },
        {
            "SearchTransitGatewayRoutes",
            ec2 => ec2.SearchTransitGatewayRoutesAsync(new SearchTransitGatewayRoutesRequest
            {
                TransitGatewayRouteTableId = "tgw-rtb-1",
                Filters = [new Filter("type", ["static"]), new Filter("route-search.exact-match", ["10.2.0.1/32"])],
                MaxResults = 1000, NextToken = "t", DryRun = true,
            }),
            [
                "DryRun=true", "Filter.1.Name=type", "Filter.1.Value.1=static", "Filter.2.Name=route-search.exact-match",
                "Filter.2.Value.1=10.2.0.1/32", "MaxResults=1000", "NextToken=t", "TransitGatewayRouteTableId=tgw-rtb-1",
            ]
        },
        {
            "CreateTransitGatewayRoute",
            ec2 => ec2.CreateTransitGatewayRouteAsync(new CreateTransitGatewayRouteRequest
            {
                TransitGatewayRouteTableId = "tgw-rtb-1", DestinationCidrBlock = "10.2.0.1/32", TransitGatewayAttachmentId = "tgw-attach-1",
                Blackhole = false, DryRun = true,
            }),
            [
                "Blackhole=false", "DestinationCidrBlock=10.2.0.1/32", "DryRun=true", "TransitGatewayAttachmentId=tgw-attach-1",
                "TransitGatewayRouteTableId=tgw-rtb-1",
            ]
        },
        {
            "ReplaceTransitGatewayRoute",
            ec2 => ec2.ReplaceTransitGatewayRouteAsync(new ReplaceTransitGatewayRouteRequest
            {
                TransitGatewayRouteTableId = "tgw-rtb-1", DestinationCidrBlock = "10.2.0.1/32", TransitGatewayAttachmentId = "tgw-attach-1",
                Blackhole = true, DryRun = false,
            }),
            [
                "Blackhole=true", "DestinationCidrBlock=10.2.0.1/32", "DryRun=false", "TransitGatewayAttachmentId=tgw-attach-1",
                "TransitGatewayRouteTableId=tgw-rtb-1",
            ]
        },
        {
            "DeleteTransitGatewayRoute",
            ec2 => ec2.DeleteTransitGatewayRouteAsync(new DeleteTransitGatewayRouteRequest
            {
                TransitGatewayRouteTableId = "tgw-rtb-1", DestinationCidrBlock = "10.2.0.1/32", DryRun = true,
            }),
            ["DestinationCidrBlock=10.2.0.1/32", "DryRun=true", "TransitGatewayRouteTableId=tgw-rtb-1"]
        },
    };
}
