using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>All pages of <c>GetManagedPrefixListEntries</c>.</summary>
public interface IGetManagedPrefixListEntriesPaginator
{
    /// <summary>The responses, page by page.</summary>
    IPaginatedEnumerable<GetManagedPrefixListEntriesResponse> Responses { get; }

    /// <summary>The entries of all pages.</summary>
    IPaginatedEnumerable<PrefixListEntry> Entries { get; }
}
