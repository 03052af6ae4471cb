using Amazon.Runtime;

namespace Amazon.EC2.Model;

internal sealed class GetManagedPrefixListEntriesPaginator(IAmazonEC2 client, GetManagedPrefixListEntriesRequest request)
    : TokenPaginator<GetManagedPrefixListEntriesResponse>(request, request.NextToken), IGetManagedPrefixListEntriesPaginator
{
    public IPaginatedEnumerable<PrefixListEntry> Entries => Items(page => page.Entries);

    protected override Task<GetManagedPrefixListEntriesResponse> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        request.NextToken = token;
        return client.GetManagedPrefixListEntriesAsync(request, cancellationToken);
    }

    protected override string? TokenAfter(GetManagedPrefixListEntriesResponse page) => page.NextToken;
}
