using Amazon.Runtime;

namespace Amazon.EC2.Model;

internal sealed class DescribeInstanceStatusPaginator(IAmazonEC2 client, DescribeInstanceStatusRequest request)
    : TokenPaginator<DescribeInstanceStatusResponse>(request, request.NextToken), IDescribeInstanceStatusPaginator
{
    public IPaginatedEnumerable<InstanceStatus> InstanceStatuses => Items(page => page.InstanceStatuses);

    protected override Task<DescribeInstanceStatusResponse> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        request.NextToken = token;
        return client.DescribeInstanceStatusAsync(request, cancellationToken);
    }

    protected override string? TokenAfter(DescribeInstanceStatusResponse page) => page.NextToken;
}
