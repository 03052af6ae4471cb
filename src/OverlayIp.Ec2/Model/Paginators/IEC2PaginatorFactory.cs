using Amazon.Runtime.Internal;

namespace Amazon.EC2.Model;

/// <summary>The actions whose answers come in pages.</summary>
public interface IEC2PaginatorFactory
{
    /// <summary>All pages of <c>DescribeInstanceStatus</c>.</summary>
    /// <param name="request">The request for the first page.</param>
    [AWSPaginator(InputToken = ["NextToken"], LimitKey = "MaxResults", OutputToken = ["NextToken"])]
    IDescribeInstanceStatusPaginator DescribeInstanceStatus(DescribeInstanceStatusRequest request);

    /// <summary>All pages of <c>DescribeInstances</c>.</summary>
    /// <param name="request">The request for the first page.</param>
    [AWSPaginator(InputToken = ["NextToken"], LimitKey = "MaxResults", OutputToken = ["NextToken"])]
    IDescribeInstancesPaginator DescribeInstances(DescribeInstancesRequest request);

    /// <summary>All pages of <c>DescribeManagedPrefixLists</c>.</summary>
    /// <param name="request">The request for the first page.</param>
    [AWSPaginator(InputToken = ["NextToken"], LimitKey = "MaxResults", OutputToken = ["NextToken"])]
    IDescribeManagedPrefixListsPaginator DescribeManagedPrefixLists(DescribeManagedPrefixListsRequest request);

    /// <summary>All pages of <c>DescribeNetworkAcls</c>.</summary>
    /// <param name="request">The request for the first page.</param>
    [AWSPaginator(InputToken = ["NextToken"], LimitKey = "MaxResults", OutputToken = ["NextToken"])]
    IDescribeNetworkAclsPaginator DescribeNetworkAcls(DescribeNetworkAclsRequest request);

    /// <summary>All pages of <c>DescribeNetworkInterfaces</c>.</summary>
    /// <param name="request">The request for the first page.</param>
    [AWSPaginator(InputToken = ["NextToken"], LimitKey = "MaxResults", OutputToken = ["NextToken"])]
    IDescribeNetworkInterfacesPaginator DescribeNetworkInterfaces(DescribeNetworkInterfacesRequest request);

    /// <summary>All pages of <c>DescribeRouteTables</c>.</summary>
    /// <param name="request">The request for the first page.</param>
    [AWSPaginator(InputToken = ["NextToken"], LimitKey = "MaxResults", OutputToken = ["NextToken"])]
    IDescribeRouteTablesPaginator DescribeRouteTables(DescribeRouteTablesRequest request);

    /// <summary>All pages of <c>DescribeSecurityGroups</c>.</summary>
    /// <param name="request">The request for the first page.</param>
    [AWSPaginator(InputToken = ["NextToken"], LimitKey = "MaxResults", OutputToken = ["NextToken"])]
    IDescribeSecurityGroupsPaginator DescribeSecurityGroups(DescribeSecurityGroupsRequest request);

    /// <summary>All pages of <c>DescribeSubnets</c>.</summary>
    /// <param name="request">The request for the first page.</param>
    [AWSPaginator(InputToken = ["NextToken"], LimitKey = "MaxResults", OutputToken = ["NextToken"])]
    IDescribeSubnetsPaginator DescribeSubnets(DescribeSubnetsRequest request);

    /// <summary>All pages of <c>DescribeTransitGatewayAttachments</c>.</summary>
    /// <param name="request">The request for the first page.</param>
    [AWSPaginator(InputToken = ["NextToken"], LimitKey = "MaxResults", OutputToken = ["NextToken"])]
    IDescribeTransitGatewayAttachmentsPaginator DescribeTransitGatewayAttachments(DescribeTransitGatewayAttachmentsRequest request);

    /// <summary>All pages of <c>DescribeTransitGatewayRouteTables</c>.</summary>
    /// <param name="request">The request for the first page.</param>
    [AWSPaginator(InputToken = ["NextToken"], LimitKey = "MaxResults", OutputToken = ["NextToken"])]
    IDescribeTransitGatewayRouteTablesPaginator DescribeTransitGatewayRouteTables(DescribeTransitGatewayRouteTablesRequest request);

    /// <summary>All pages of <c>DescribeTransitGatewayVpcAttachments</c>.</summary>
    /// <param name="request">The request for the first page.</param>
    [AWSPaginator(InputToken = ["NextToken"], LimitKey = "MaxResults", OutputToken = ["NextToken"])]
    IDescribeTransitGatewayVpcAttachmentsPaginator DescribeTransitGatewayVpcAttachments(
        DescribeTransitGatewayVpcAttachmentsRequest request);

    /// <summary>All pages of <c>DescribeTransitGateways</c>.</summary>
    /// <param name="request">The request for the first page.</param>
    [AWSPaginator(InputToken = ["NextToken"], LimitKey = "MaxResults", OutputToken = ["NextToken"])]
    IDescribeTransitGatewaysPaginator DescribeTransitGateways(DescribeTransitGatewaysRequest request);

    /// <summary>All pages of <c>DescribeVpcPeeringConnections</c>.</summary>
    /// <param name="request">The request for the first page.</param>
    [AWSPaginator(InputToken = ["NextToken"], LimitKey = "MaxResults", OutputToken = ["NextToken"])]
    IDescribeVpcPeeringConnectionsPaginator DescribeVpcPeeringConnections(DescribeVpcPeeringConnectionsRequest request);

    /// <summary>All pages of <c>DescribeVpcs</c>.</summary>
    /// <param name="request">The request for the first page.</param>
    [AWSPaginator(InputToken = ["NextToken"], LimitKey = "MaxResults", OutputToken = ["NextToken"])]
    IDescribeVpcsPaginator DescribeVpcs(DescribeVpcsRequest request);

    /// <summary>All pages of <c>GetManagedPrefixListEntries</c>.</summary>
    /// <param name="request">The request for the first page.</param>
    [AWSPaginator(InputToken = ["NextToken"], LimitKey = "MaxResults", OutputToken = ["NextToken"])]
    IGetManagedPrefixListEntriesPaginator GetManagedPrefixListEntries(GetManagedPrefixListEntriesRequest request);

    /// <summary>All pages of <c>GetTransitGatewayRouteTableAssociations</c>.</summary>
    /// <param name="request">The request for the first page.</param>
    [AWSPaginator(InputToken = ["NextToken"], LimitKey = "MaxResults", OutputToken = ["NextToken"])]
    IGetTransitGatewayRouteTableAssociationsPaginator GetTransitGatewayRouteTableAssociations(
        GetTransitGatewayRouteTableAssociationsRequest request);

    /// <summary>All pages of <c>SearchTransitGatewayRoutes</c>.</summary>
    /// <param name="request">The request for the first page.</param>
    [AWSPaginator(InputToken = ["NextToken"], LimitKey = "MaxResults", OutputToken = ["NextToken"])]
    ISearchTransitGatewayRoutesPaginator SearchTransitGatewayRoutes(SearchTransitGatewayRoutesRequest request);
}
