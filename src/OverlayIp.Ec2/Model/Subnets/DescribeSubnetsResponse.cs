using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>A page of subnets (<c>DescribeSubnets</c>).</summary>
public class DescribeSubnetsResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The subnets of this page.</summary>
    public List<Subnet>? Subnets { get; set; } = InitialList.Of<Subnet>();

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "subnetSet":
                Subnets = xml.List(Subnets);
                break;
            case "nextToken":
                NextToken = xml.String();
                break;
        }
    }
}
