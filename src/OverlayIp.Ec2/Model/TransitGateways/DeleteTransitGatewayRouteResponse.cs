using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>The deleted route (<c>DeleteTransitGatewayRoute</c>).</summary>
public class DeleteTransitGatewayRouteResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The route that is being deleted.</summary>
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
