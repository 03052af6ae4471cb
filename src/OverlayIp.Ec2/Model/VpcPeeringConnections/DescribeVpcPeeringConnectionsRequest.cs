using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Asks for VPC peering connections (<c>DescribeVpcPeeringConnections</c>).</summary>
public class DescribeVpcPeeringConnectionsRequest : AmazonEC2Request
{
    /// <summary>Only these connections, <c>pcx-…</c>.</summary>
    public List<string>? VpcPeeringConnectionIds { get; set; } = InitialList.Of<string>();

    /// <summary>Conditions that every item must meet.</summary>
    public List<Filter>? Filters { get; set; } = InitialList.Of<Filter>();

    /// <summary>The most items that a page may hold.</summary>
    public int? MaxResults { get; set; }

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    /// <summary>True: only checks the caller's permission, and always answers with an error that tells the outcome.</summary>
    public bool? DryRun { get; set; }

    internal override string Action => "DescribeVpcPeeringConnections";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("VpcPeeringConnectionId", VpcPeeringConnectionIds);
        writer.Add("Filter", Filters);
        writer.Add("MaxResults", MaxResults);
        writer.Add("NextToken", NextToken);
        writer.Add("DryRun", DryRun);
    }
}
