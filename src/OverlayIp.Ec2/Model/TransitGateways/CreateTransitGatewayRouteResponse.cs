using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>The new route (<c>CreateTransitGatewayRoute</c>).</summary>
public class CreateTransitGatewayRouteResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The route as it was created.</summary>
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
