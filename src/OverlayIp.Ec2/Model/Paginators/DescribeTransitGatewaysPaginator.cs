using Amazon.Runtime;

namespace Amazon.EC2.Model;

internal sealed class DescribeTransitGatewaysPaginator(IAmazonEC2 client, DescribeTransitGatewaysRequest request)
    : TokenPaginator<DescribeTransitGatewaysResponse>(request, request.NextToken), IDescribeTransitGatewaysPaginator
{
    public IPaginatedEnumerable<TransitGateway> TransitGateways => Items(page => page.TransitGateways);

    protected override Task<DescribeTransitGatewaysResponse> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        request.NextToken = token;
        return client.DescribeTransitGatewaysAsync(request, cancellationToken);
    }

    protected override string? TokenAfter(DescribeTransitGatewaysResponse page) => page.NextToken;
}
