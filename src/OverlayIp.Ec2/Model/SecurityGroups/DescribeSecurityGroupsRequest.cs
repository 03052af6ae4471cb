using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Asks for security groups (<c>DescribeSecurityGroups</c>).</summary>
public class DescribeSecurityGroupsRequest : AmazonEC2Request
{
    /// <summary>Only these groups, <c>sg-…</c>.</summary>
    public List<string>? GroupIds { get; set; } = InitialList.Of<string>();

    /// <summary>Only groups of the default VPC with these names; in other VPCs the <c>group-name</c> filter finds them.</summary>
    public List<string>? GroupNames { get; set; } = InitialList.Of<string>();

    /// <summary>Conditions that every item must meet.</summary>
    public List<Filter>? Filters { get; set; } = InitialList.Of<Filter>();

    /// <summary>The most items that a page may hold.</summary>
    public int? MaxResults { get; set; }

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    /// <summary>True: only checks the caller's permission, and always answers with an error that tells the outcome.</summary>
    public bool? DryRun { get; set; }

    internal override string Action => "DescribeSecurityGroups";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("GroupId", GroupIds);
        writer.Add("GroupName", GroupNames);
        writer.Add("Filter", Filters);
        writer.Add("MaxResults", MaxResults);
        writer.Add("NextToken", NextToken);
        writer.Add("DryRun", DryRun);
    }
}
