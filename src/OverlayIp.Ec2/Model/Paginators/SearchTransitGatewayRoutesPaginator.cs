using Amazon.Runtime;

namespace Amazon.EC2.Model;

internal sealed class SearchTransitGatewayRoutesPaginator(IAmazonEC2 client, SearchTransitGatewayRoutesRequest request)
    : TokenPaginator<SearchTransitGatewayRoutesResponse>(request, request.NextToken), ISearchTransitGatewayRoutesPaginator
{
    public IPaginatedEnumerable<TransitGatewayRoute> Routes => Items(page => page.Routes);

    protected override Task<SearchTransitGatewayRoutesResponse> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        request.NextToken = token;
        return client.SearchTransitGatewayRoutesAsync(request, cancellationToken);
    }

    // This action says in a member of its own whether there is more, and the SDK goes by that; without a token, however,
    // its paginator would read the first page for ever.
    protected override string? TokenAfter(SearchTransitGatewayRoutesResponse page) =>
        page.AdditionalRoutesAvailable is true ? page.NextToken : null;
}
