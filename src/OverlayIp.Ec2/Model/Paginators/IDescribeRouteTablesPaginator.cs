using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>All pages of <c>DescribeRouteTables</c>.</summary>
public interface IDescribeRouteTablesPaginator
{
    /// <summary>The responses, page by page.</summary>
    IPaginatedEnumerable<DescribeRouteTablesResponse> Responses { get; }

    /// <summary>The route tables of all pages.</summary>
    IPaginatedEnumerable<RouteTable> RouteTables { get; }
}
