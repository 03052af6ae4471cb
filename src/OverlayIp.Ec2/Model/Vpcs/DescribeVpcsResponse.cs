using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>A page of VPCs (<c>DescribeVpcs</c>).</summary>
public class DescribeVpcsResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The VPCs of this page.</summary>
    public List<Vpc>? Vpcs { get; set; } = InitialList.Of<Vpc>();

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "vpcSet":
                Vpcs = xml.List(Vpcs);
                break;
            case "nextToken":
                NextToken = xml.String();
                break;
        }
    }
}
