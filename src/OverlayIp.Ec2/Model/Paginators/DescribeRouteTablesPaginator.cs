using Amazon.Runtime;

namespace Amazon.EC2.Model;

internal sealed class DescribeRouteTablesPaginator(IAmazonEC2 client, DescribeRouteTablesRequest request)
    : TokenPaginator<DescribeRouteTablesResponse>(request, request.NextToken), IDescribeRouteTablesPaginator
{
    public IPaginatedEnumerable<RouteTable> RouteTables => Items(page => page.RouteTables);

    protected override Task<DescribeRouteTablesResponse> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        request.NextToken = token;
        return client.DescribeRouteTablesAsync(request, cancellationToken);
    }

    protected override string? TokenAfter(DescribeRouteTablesResponse page) => page.NextToken;
}
