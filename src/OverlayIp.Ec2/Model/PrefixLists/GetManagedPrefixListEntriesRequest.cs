using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Asks for the entries of a prefix list (<c>GetManagedPrefixListEntries</c>).</summary>
public class GetManagedPrefixListEntriesRequest : AmazonEC2Request
{
    /// <summary>The prefix list, <c>pl-…</c>.</summary>
    public string? PrefixListId { get; set; }

    /// <summary>An older version of the list; null for the current one.</summary>
    public long? TargetVersion { get; set; }

    /// <summary>The most items that a page may hold.</summary>
    public int? MaxResults { get; set; }

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    /// <summary>True: only checks the caller's permission, and always answers with an error that tells the outcome.</summary>
    public bool? DryRun { get; set; }

    internal override string Action => "GetManagedPrefixListEntries";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("PrefixListId", PrefixListId);
        writer.Add("TargetVersion", TargetVersion);
        writer.Add("MaxResults", MaxResults);
        writer.Add("NextToken", NextToken);
        writer.Add("DryRun", DryRun);
    }
}
