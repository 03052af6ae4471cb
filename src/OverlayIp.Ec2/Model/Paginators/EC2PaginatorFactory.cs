namespace Amazon.EC2.Model;

/// <summary>Makes paginators for a client.</summary>
public class EC2PaginatorFactory : IEC2PaginatorFactory
{
    private readonly IAmazonEC2 _client;

    internal EC2PaginatorFactory(IAmazonEC2 client) => _client = client;

    /// <inheritdoc/>
    public IDescribeInstancesPaginator DescribeInstances(DescribeInstancesRequest request) =>
        new DescribeInstancesPaginator(_client, request);

    /// <inheritdoc/>
    public IDescribeNetworkInterfacesPaginator DescribeNetworkInterfaces(DescribeNetworkInterfacesRequest request) =>
        new DescribeNetworkInterfacesPaginator(_client, request);

    /// <inheritdoc/>
    public IDescribeRouteTablesPaginator DescribeRouteTables(DescribeRouteTablesRequest request) =>
        new DescribeRouteTablesPaginator(_client, request);

    /// <inheritdoc/>
    public IDescribeSubnetsPaginator DescribeSubnets(DescribeSubnetsRequest request) =>
        new DescribeSubnetsPaginator(_client, request);

    /// <inheritdoc/>
    public IDescribeVpcsPaginator DescribeVpcs(DescribeVpcsRequest request) =>
        new DescribeVpcsPaginator(_client, request);
}
