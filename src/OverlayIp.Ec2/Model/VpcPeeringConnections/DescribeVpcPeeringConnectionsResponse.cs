using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>A page of VPC peering connections (<c>DescribeVpcPeeringConnections</c>).</summary>
public class DescribeVpcPeeringConnectionsResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The connections of this page.</summary>
    public List<VpcPeeringConnection>? VpcPeeringConnections { get; set; } = InitialList.Of<VpcPeeringConnection>();

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "vpcPeeringConnectionSet":
                VpcPeeringConnections = xml.List(VpcPeeringConnections);
                break;
            case "nextToken":
                NextToken = xml.String();
                break;
        }
    }
}
