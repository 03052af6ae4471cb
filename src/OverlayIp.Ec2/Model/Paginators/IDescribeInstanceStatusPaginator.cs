using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>All pages of <c>DescribeInstanceStatus</c>.</summary>
public interface IDescribeInstanceStatusPaginator
{
    /// <summary>The responses, page by page.</summary>
    IPaginatedEnumerable<DescribeInstanceStatusResponse> Responses { get; }

    /// <summary>The instance statuses of all pages.</summary>
    IPaginatedEnumerable<InstanceStatus> InstanceStatuses { get; }
}
