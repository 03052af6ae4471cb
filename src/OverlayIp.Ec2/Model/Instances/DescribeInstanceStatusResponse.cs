using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>A page of instance statuses (<c>DescribeInstanceStatus</c>).</summary>
public class DescribeInstanceStatusResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The statuses of this page, one for an instance.</summary>
    public List<InstanceStatus>? InstanceStatuses { get; set; } = InitialList.Of<InstanceStatus>();

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "instanceStatusSet":
                InstanceStatuses = xml.List(InstanceStatuses);
                break;
            case "nextToken":
                NextToken = xml.String();
                break;
        }
    }
}
