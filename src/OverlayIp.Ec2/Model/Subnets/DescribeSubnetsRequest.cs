using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Asks for subnets (<c>DescribeSubnets</c>).</summary>
public class DescribeSubnetsRequest : AmazonEC2Request
{
    /// <summary>Only these subnets.</summary>
    public List<string>? SubnetIds { get; set; } = InitialList.Of<string>();

    /// <summary>Conditions that every item must meet.</summary>
    public List<Filter>? Filters { get; set; } = InitialList.Of<Filter>();

    /// <summary>The most items that a page may hold.</summary>
    public int? MaxResults { get; set; }

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    /// <summary>True: only checks the caller's permission, and always answers with an error that tells the outcome.</summary>
    public bool? DryRun { get; set; }

    internal override string Action => "DescribeSubnets";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("SubnetId", SubnetIds);
        writer.Add("Filter", Filters);
        writer.Add("MaxResults", MaxResults);
        writer.Add("NextToken", NextToken);
        writer.Add("DryRun", DryRun);
    }
}
