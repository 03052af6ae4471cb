using Amazon.Runtime;

namespace Amazon.EC2.Model;

internal sealed class DescribeSubnetsPaginator(IAmazonEC2 client, DescribeSubnetsRequest request)
    : TokenPaginator<DescribeSubnetsResponse>(request, request.NextToken), IDescribeSubnetsPaginator
{
    public IPaginatedEnumerable<Subnet> Subnets => Items(page => page.Subnets);

    protected override Task<DescribeSubnetsResponse> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        request.NextToken = token;
        return client.DescribeSubnetsAsync(request, cancellationToken);
    }

    protected override string? TokenAfter(DescribeSubnetsResponse page) => page.NextToken;
}
