using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>A page of transit gateways (<c>DescribeTransitGateways</c>).</summary>
public class DescribeTransitGatewaysResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The transit gateways of this page.</summary>
    public List<TransitGateway>? TransitGateways { get; set; } = InitialList.Of<TransitGateway>();

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "transitGatewaySet":
                TransitGateways = xml.List(TransitGateways);
                break;
            case "nextToken":
                NextToken = xml.String();
                break;
        }
    }
}
