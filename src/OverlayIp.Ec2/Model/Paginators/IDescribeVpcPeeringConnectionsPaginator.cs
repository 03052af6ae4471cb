using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>All pages of <c>DescribeVpcPeeringConnections</c>.</summary>
public interface IDescribeVpcPeeringConnectionsPaginator
{
    /// <summary>The responses, page by page.</summary>
    IPaginatedEnumerable<DescribeVpcPeeringConnectionsResponse> Responses { get; }

    /// <summary>The VPC peering connections of all pages.</summary>
    IPaginatedEnumerable<VpcPeeringConnection> VpcPeeringConnections { get; }
}
