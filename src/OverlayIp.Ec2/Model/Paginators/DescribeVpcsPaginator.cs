using Amazon.Runtime;

namespace Amazon.EC2.Model;

internal sealed class DescribeVpcsPaginator(IAmazonEC2 client, DescribeVpcsRequest request)
    : TokenPaginator<DescribeVpcsResponse>(request, request.NextToken), IDescribeVpcsPaginator
{
    public IPaginatedEnumerable<Vpc> Vpcs => Items(page => page.Vpcs);

    protected override Task<DescribeVpcsResponse> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        request.NextToken = token;
        return client.DescribeVpcsAsync(request, cancellationToken);
    }

    protected override string? TokenAfter(DescribeVpcsResponse page) => page.NextToken;
}
