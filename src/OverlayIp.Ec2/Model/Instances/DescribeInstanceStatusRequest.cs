using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Asks for the status checks of instances (<c>DescribeInstanceStatus</c>).</summary>
public class DescribeInstanceStatusRequest : AmazonEC2Request
{
    /// <summary>Only these instances.</summary>
    public List<string>? InstanceIds { get; set; } = InitialList.Of<string>();

    /// <summary>True: instances in every state. Otherwise running ones only.</summary>
    public bool? IncludeAllInstances { get; set; }

    /// <summary>Conditions that every item must meet.</summary>
    public List<Filter>? Filters { get; set; } = InitialList.Of<Filter>();

    /// <summary>Whether resources that AWS services hide are listed too.</summary>
    public bool? IncludeManagedResources { get; set; }

    /// <summary>The most items that a page may hold.</summary>
    public int? MaxResults { get; set; }

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    /// <summary>True: only checks the caller's permission, and always answers with an error that tells the outcome.</summary>
    public bool? DryRun { get; set; }

    internal override string Action => "DescribeInstanceStatus";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("InstanceId", InstanceIds);
        writer.Add("IncludeAllInstances", IncludeAllInstances);
        writer.Add("Filter", Filters);
        writer.Add("IncludeManagedResources", IncludeManagedResources);
        writer.Add("MaxResults", MaxResults);
        writer.Add("NextToken", NextToken);
        writer.Add("DryRun", DryRun);
    }
}
