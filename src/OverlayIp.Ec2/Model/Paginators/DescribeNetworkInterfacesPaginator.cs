using Amazon.Runtime;

namespace Amazon.EC2.Model;

internal sealed class DescribeNetworkInterfacesPaginator(IAmazonEC2 client, DescribeNetworkInterfacesRequest request)
    : TokenPaginator<DescribeNetworkInterfacesResponse>(request, request.NextToken), IDescribeNetworkInterfacesPaginator
{
    public IPaginatedEnumerable<NetworkInterface> NetworkInterfaces => Items(page => page.NetworkInterfaces);

    protected override Task<DescribeNetworkInterfacesResponse> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        request.NextToken = token;
        return client.DescribeNetworkInterfacesAsync(request, cancellationToken);
    }

    protected override string? TokenAfter(DescribeNetworkInterfacesResponse page) => page.NextToken;
}
