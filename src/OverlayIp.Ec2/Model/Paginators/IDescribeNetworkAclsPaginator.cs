using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>All pages of <c>DescribeNetworkAcls</c>.</summary>
public interface IDescribeNetworkAclsPaginator
{
    /// <summary>The responses, page by page.</summary>
    IPaginatedEnumerable<DescribeNetworkAclsResponse> Responses { get; }

    /// <summary>The network ACLs of all pages.</summary>
    IPaginatedEnumerable<NetworkAcl> NetworkAcls { get; }
}
