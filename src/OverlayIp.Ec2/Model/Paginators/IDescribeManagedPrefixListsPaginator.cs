using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>All pages of <c>DescribeManagedPrefixLists</c>.</summary>
public interface IDescribeManagedPrefixListsPaginator
{
    /// <summary>The responses, page by page.</summary>
    IPaginatedEnumerable<DescribeManagedPrefixListsResponse> Responses { get; }

    /// <summary>The prefix lists of all pages.</summary>
    IPaginatedEnumerable<ManagedPrefixList> PrefixLists { get; }
}
