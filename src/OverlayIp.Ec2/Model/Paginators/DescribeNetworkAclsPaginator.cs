using Amazon.Runtime;

namespace Amazon.EC2.Model;

internal sealed class DescribeNetworkAclsPaginator(IAmazonEC2 client, DescribeNetworkAclsRequest request)
    : TokenPaginator<DescribeNetworkAclsResponse>(request, request.NextToken), IDescribeNetworkAclsPaginator
{
    public IPaginatedEnumerable<NetworkAcl> NetworkAcls => Items(page => page.NetworkAcls);

    protected override Task<DescribeNetworkAclsResponse> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        request.NextToken = token;
        return client.DescribeNetworkAclsAsync(request, cancellationToken);
    }

    protected override string? TokenAfter(DescribeNetworkAclsResponse page) => page.NextToken;
}
