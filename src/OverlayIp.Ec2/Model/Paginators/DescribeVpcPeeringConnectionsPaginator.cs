using Amazon.Runtime;

namespace Amazon.EC2.Model;

internal sealed class DescribeVpcPeeringConnectionsPaginator(IAmazonEC2 client, DescribeVpcPeeringConnectionsRequest request)
    : TokenPaginator<DescribeVpcPeeringConnectionsResponse>(request, request.NextToken), IDescribeVpcPeeringConnectionsPaginator
{
    public IPaginatedEnumerable<VpcPeeringConnection> VpcPeeringConnections => Items(page => page.VpcPeeringConnections);

    protected override Task<DescribeVpcPeeringConnectionsResponse> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        request.NextToken = token;
        return client.DescribeVpcPeeringConnectionsAsync(request, cancellationToken);
    }

    protected override string? TokenAfter(DescribeVpcPeeringConnectionsResponse page) => page.NextToken;
}
