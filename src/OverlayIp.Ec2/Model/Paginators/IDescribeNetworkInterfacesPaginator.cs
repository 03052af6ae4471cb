using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>All pages of <c>DescribeNetworkInterfaces</c>.</summary>
public interface IDescribeNetworkInterfacesPaginator
{
    /// <summary>The responses, page by page.</summary>
    IPaginatedEnumerable<DescribeNetworkInterfacesResponse> Responses { get; }

    /// <summary>The network interfaces of all pages.</summary>
    IPaginatedEnumerable<NetworkInterface> NetworkInterfaces { get; }
}
