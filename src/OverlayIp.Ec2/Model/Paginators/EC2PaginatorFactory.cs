namespace Amazon.EC2.Model;

/// <summary>Makes paginators for a client.</summary>
public class EC2PaginatorFactory : IEC2PaginatorFactory
{
    private readonly IAmazonEC2 _client;

    internal EC2PaginatorFactory(IAmazonEC2 client) => _client = client;

    /// <inheritdoc/>
    public IDescribeInstanceStatusPaginator DescribeInstanceStatus(DescribeInstanceStatusRequest request) =>
        new DescribeInstanceStatusPaginator(_client, request);

    /// <inheritdoc/>
    public IDescribeInstancesPaginator DescribeInstances(DescribeInstancesRequest request) =>
        new DescribeInstancesPaginator(_client, request);

    /// <inheritdoc/>
    public IDescribeManagedPrefixListsPaginator DescribeManagedPrefixLists(DescribeManagedPrefixListsRequest request) =>
        new DescribeManagedPrefixListsPaginator(_client, request);

    /// <inheritdoc/>
    public IDescribeNetworkAclsPaginator DescribeNetworkAcls(DescribeNetworkAclsRequest request) =>
        new DescribeNetworkAclsPaginator(_client, request);

    /// <inheritdoc/>
    public IDescribeNetworkInterfacesPaginator DescribeNetworkInterfaces(DescribeNetworkInterfacesRequest request) =>
        new DescribeNetworkInterfacesPaginator(_client, request);

    /// <inheritdoc/>
    public IDescribeRouteTablesPaginator DescribeRouteTables(DescribeRouteTablesRequest request) =>
        new DescribeRouteTablesPaginator(_client, request);

    /// <inheritdoc/>
    public IDescribeSecurityGroupsPaginator DescribeSecurityGroups(DescribeSecurityGroupsRequest request) =>
        new DescribeSecurityGroupsPaginator(_client, request);

    /// <inheritdoc/>
    public IDescribeSubnetsPaginator DescribeSubnets(DescribeSubnetsRequest request) =>
        new DescribeSubnetsPaginator(_client, request);

    /// <inheritdoc/>
    public IDescribeTransitGatewayAttachmentsPaginator DescribeTransitGatewayAttachments(
        DescribeTransitGatewayAttachmentsRequest request) =>
        new DescribeTransitGatewayAttachmentsPaginator(_client, request);

    /// <inheritdoc/>
    public IDescribeTransitGatewayRouteTablesPaginator DescribeTransitGatewayRouteTables(
        DescribeTransitGatewayRouteTablesRequest request) =>
        new DescribeTransitGatewayRouteTablesPaginator(_client, request);

    /// <inheritdoc/>
    public IDescribeTransitGatewayVpcAttachmentsPaginator DescribeTransitGatewayVpcAttachments(
        DescribeTransitGatewayVpcAttachmentsRequest request) =>
        new DescribeTransitGatewayVpcAttachmentsPaginator(_client, request);

    /// <inheritdoc/>
    public IDescribeTransitGatewaysPaginator DescribeTransitGateways(DescribeTransitGatewaysRequest request) =>
        new DescribeTransitGatewaysPaginator(_client, request);

    /// <inheritdoc/>
    public IDescribeVpcPeeringConnectionsPaginator DescribeVpcPeeringConnections(DescribeVpcPeeringConnectionsRequest request) =>
        new DescribeVpcPeeringConnectionsPaginator(_client, request);

    /// <inheritdoc/>
    public IDescribeVpcsPaginator DescribeVpcs(DescribeVpcsRequest request) =>
        new DescribeVpcsPaginator(_client, request);

    /// <inheritdoc/>
    public IGetManagedPrefixListEntriesPaginator GetManagedPrefixListEntries(GetManagedPrefixListEntriesRequest request) =>
        new GetManagedPrefixListEntriesPaginator(_client, request);

    /// <inheritdoc/>
    public IGetTransitGatewayRouteTableAssociationsPaginator GetTransitGatewayRouteTableAssociations(
        GetTransitGatewayRouteTableAssociationsRequest request) =>
        new GetTransitGatewayRouteTableAssociationsPaginator(_client, request);

    /// <inheritdoc/>
    public ISearchTransitGatewayRoutesPaginator SearchTransitGatewayRoutes(SearchTransitGatewayRoutesRequest request) =>
        new SearchTransitGatewayRoutesPaginator(_client, request);
}
