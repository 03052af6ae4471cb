using Amazon.Runtime;

namespace Amazon.EC2.Model;

internal sealed class GetTransitGatewayRouteTableAssociationsPaginator(IAmazonEC2 client, GetTransitGatewayRouteTableAssociationsRequest request)
    : TokenPaginator<GetTransitGatewayRouteTableAssociationsResponse>(request, request.NextToken), IGetTransitGatewayRouteTableAssociationsPaginator
{
    public IPaginatedEnumerable<TransitGatewayRouteTableAssociation> Associations => Items(page => page.Associations);

    protected override Task<GetTransitGatewayRouteTableAssociationsResponse> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        request.NextToken = token;
        return client.GetTransitGatewayRouteTableAssociationsAsync(request, cancellationToken);
    }

    protected override string? TokenAfter(GetTransitGatewayRouteTableAssociationsResponse page) => page.NextToken;
}
