using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>All pages of <c>GetTransitGatewayRouteTableAssociations</c>.</summary>
public interface IGetTransitGatewayRouteTableAssociationsPaginator
{
    /// <summary>The responses, page by page.</summary>
    IPaginatedEnumerable<GetTransitGatewayRouteTableAssociationsResponse> Responses { get; }

    /// <summary>The associations of all pages.</summary>
    IPaginatedEnumerable<TransitGatewayRouteTableAssociation> Associations { get; }
}
