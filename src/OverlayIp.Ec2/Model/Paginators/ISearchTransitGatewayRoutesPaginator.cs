using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>All pages of <c>SearchTransitGatewayRoutes</c>.</summary>
public interface ISearchTransitGatewayRoutesPaginator
{
    /// <summary>The responses, page by page.</summary>
    IPaginatedEnumerable<SearchTransitGatewayRoutesResponse> Responses { get; }

    /// <summary>The routes of all pages.</summary>
    IPaginatedEnumerable<TransitGatewayRoute> Routes { get; }
}
