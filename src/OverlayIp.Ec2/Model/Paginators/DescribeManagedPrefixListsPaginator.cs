using Amazon.Runtime;

namespace Amazon.EC2.Model;

internal sealed class DescribeManagedPrefixListsPaginator(IAmazonEC2 client, DescribeManagedPrefixListsRequest request)
    : TokenPaginator<DescribeManagedPrefixListsResponse>(request, request.NextToken), IDescribeManagedPrefixListsPaginator
{
    public IPaginatedEnumerable<ManagedPrefixList> PrefixLists => Items(page => page.PrefixLists);

    protected override Task<DescribeManagedPrefixListsResponse> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        request.NextToken = token;
        return client.DescribeManagedPrefixListsAsync(request, cancellationToken);
    }

    protected override string? TokenAfter(DescribeManagedPrefixListsResponse page) => page.NextToken;
}
