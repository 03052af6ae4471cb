using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>All pages of <c>DescribeSecurityGroups</c>.</summary>
public interface IDescribeSecurityGroupsPaginator
{
    /// <summary>The responses, page by page.</summary>
    IPaginatedEnumerable<DescribeSecurityGroupsResponse> Responses { get; }

    /// <summary>The security groups of all pages.</summary>
    IPaginatedEnumerable<SecurityGroup> SecurityGroups { get; }
}
