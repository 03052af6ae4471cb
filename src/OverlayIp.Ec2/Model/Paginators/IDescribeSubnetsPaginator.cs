using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>All pages of <c>DescribeSubnets</c>.</summary>
public interface IDescribeSubnetsPaginator
{
    /// <summary>The responses, page by page.</summary>
    IPaginatedEnumerable<DescribeSubnetsResponse> Responses { get; }

    /// <summary>The subnets of all pages.</summary>
    IPaginatedEnumerable<Subnet> Subnets { get; }
}
