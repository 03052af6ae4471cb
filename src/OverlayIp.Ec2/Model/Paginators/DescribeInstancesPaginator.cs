using Amazon.Runtime;

namespace Amazon.EC2.Model;

internal sealed class DescribeInstancesPaginator(IAmazonEC2 client, DescribeInstancesRequest request)
    : TokenPaginator<DescribeInstancesResponse>(request, request.NextToken), IDescribeInstancesPaginator
{
    public IPaginatedEnumerable<Reservation> Reservations => Items(page => page.Reservations);

    protected override Task<DescribeInstancesResponse> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        request.NextToken = token;
        return client.DescribeInstancesAsync(request, cancellationToken);
    }

    protected override string? TokenAfter(DescribeInstancesResponse page) => page.NextToken;
}
