using Amazon.Runtime;

namespace Amazon.EC2.Model;

internal sealed class DescribeTransitGatewayRouteTablesPaginator(IAmazonEC2 client, DescribeTransitGatewayRouteTablesRequest request)
    : TokenPaginator<DescribeTransitGatewayRouteTablesResponse>(request, request.NextToken), IDescribeTransitGatewayRouteTablesPaginator
{
    public IPaginatedEnumerable<TransitGatewayRouteTable> TransitGatewayRouteTables => Items(page => page.TransitGatewayRouteTables);

    protected override Task<DescribeTransitGatewayRouteTablesResponse> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        request.NextToken = token;
        return client.DescribeTransitGatewayRouteTablesAsync(request, cancellationToken);
    }

    protected override string? TokenAfter(DescribeTransitGatewayRouteTablesResponse page) => page.NextToken;
}
