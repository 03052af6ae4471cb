using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>All pages of <c>DescribeTransitGatewayRouteTables</c>.</summary>
public interface IDescribeTransitGatewayRouteTablesPaginator
{
    /// <summary>The responses, page by page.</summary>
    IPaginatedEnumerable<DescribeTransitGatewayRouteTablesResponse> Responses { get; }

    /// <summary>The route tables of all pages.</summary>
    IPaginatedEnumerable<TransitGatewayRouteTable> TransitGatewayRouteTables { get; }
}
