using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>All pages of <c>DescribeVpcs</c>.</summary>
public interface IDescribeVpcsPaginator
{
    /// <summary>The responses, page by page.</summary>
    IPaginatedEnumerable<DescribeVpcsResponse> Responses { get; }

    /// <summary>The VPCs of all pages.</summary>
    IPaginatedEnumerable<Vpc> Vpcs { get; }
}
