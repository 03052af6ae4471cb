using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>All pages of <c>DescribeTransitGateways</c>.</summary>
public interface IDescribeTransitGatewaysPaginator
{
    /// <summary>The responses, page by page.</summary>
    IPaginatedEnumerable<DescribeTransitGatewaysResponse> Responses { get; }

    /// <summary>The transit gateways of all pages.</summary>
    IPaginatedEnumerable<TransitGateway> TransitGateways { get; }
}
