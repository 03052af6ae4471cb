using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Asks for one attribute of an instance (<c>DescribeInstanceAttribute</c>).</summary>
public class DescribeInstanceAttributeRequest : AmazonEC2Request
{
    /// <summary>Creates a request to be filled in.</summary>
    public DescribeInstanceAttributeRequest()
    {
    }

    /// <summary>Creates a request for an attribute of an instance.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="attribute">The attribute.</param>
    public DescribeInstanceAttributeRequest(string instanceId, InstanceAttributeName attribute)
    {
        InstanceId = instanceId;
        Attribute = attribute;
    }

    /// <summary>The instance, <c>i-…</c>.</summary>
    public string? InstanceId { get; set; }

    /// <summary>Which attribute.</summary>
    public InstanceAttributeName? Attribute { get; set; }

    /// <summary>True: only checks the caller's permission, and always answers with an error that tells the outcome.</summary>
    public bool? DryRun { get; set; }

    internal override string Action => "DescribeInstanceAttribute";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("InstanceId", InstanceId);
        writer.Add("Attribute", Attribute);
        writer.Add("DryRun", DryRun);
    }
}
