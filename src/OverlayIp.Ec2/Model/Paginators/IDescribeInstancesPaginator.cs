using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>All pages of <c>DescribeInstances</c>.</summary>
public interface IDescribeInstancesPaginator
{
    /// <summary>The responses, page by page.</summary>
    IPaginatedEnumerable<DescribeInstancesResponse> Responses { get; }

    /// <summary>The reservations of all pages.</summary>
    IPaginatedEnumerable<Reservation> Reservations { get; }
}
