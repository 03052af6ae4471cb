using Amazon.Runtime;

namespace Amazon.EC2.Model;

internal sealed class DescribeSecurityGroupsPaginator(IAmazonEC2 client, DescribeSecurityGroupsRequest request)
    : TokenPaginator<DescribeSecurityGroupsResponse>(request, request.NextToken), IDescribeSecurityGroupsPaginator
{
    public IPaginatedEnumerable<SecurityGroup> SecurityGroups => Items(page => page.SecurityGroups);

    protected override Task<DescribeSecurityGroupsResponse> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        request.NextToken = token;
        return client.DescribeSecurityGroupsAsync(request, cancellationToken);
    }

    protected override string? TokenAfter(DescribeSecurityGroupsResponse page) => page.NextToken;
}
