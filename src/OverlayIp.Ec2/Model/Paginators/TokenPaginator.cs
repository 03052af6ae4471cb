using System.Runtime.CompilerServices;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>Follows <c>NextToken</c> from page to page. As in the SDK, a paginator can be read once.</summary>
internal abstract class TokenPaginator<TResponse>(AmazonEC2Request request, string? firstToken) : IPaginator<TResponse>
{
    private int _used;

    public IPaginatedEnumerable<TResponse> Responses => new PaginatedResponse<TResponse>(this);

    async IAsyncEnumerable<TResponse> IPaginator<TResponse>.PaginateAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _used, 1) != 0)
            throw new InvalidOperationException("Paginator has already been consumed and cannot be reused. Please create a new instance.");

        PaginatorUtils.SetUserAgentAdditionOnRequest(request);
        var token = firstToken;
        do
        {
            var page = await ReadAsync(token, cancellationToken);
            token = TokenAfter(page);
            cancellationToken.ThrowIfCancellationRequested();
            yield return page;
        }
        while (!string.IsNullOrEmpty(token));
    }

    protected abstract Task<TResponse> ReadAsync(string? token, CancellationToken cancellationToken);

    protected abstract string? TokenAfter(TResponse page);

    protected IPaginatedEnumerable<TItem> Items<TItem>(Func<TResponse, List<TItem>?> items) =>
        new PaginatedResultKeyResponse<TResponse, TItem>(this, page => items(page) ?? []);
}
