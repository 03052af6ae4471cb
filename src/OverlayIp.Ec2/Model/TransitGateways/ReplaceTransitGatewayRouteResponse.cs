using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>The changed route (<c>ReplaceTransitGatewayRoute</c>).</summary>
public class ReplaceTransitGatewayRouteResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The route with its new target.</summary>
    public TransitGatewayRoute? Route { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "route":
                Route = xml.Shape<TransitGatewayRoute>();
                break;
        }
    }
}
