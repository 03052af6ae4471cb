using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>A page of a transit gateway route table's routes (<c>SearchTransitGatewayRoutes</c>).</summary>
public class SearchTransitGatewayRoutesResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The routes of this page.</summary>
    public List<TransitGatewayRoute>? Routes { get; set; } = InitialList.Of<TransitGatewayRoute>();

    /// <summary>Whether there are more routes than these.</summary>
    public bool? AdditionalRoutesAvailable { get; set; }

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "routeSet":
                Routes = xml.List(Routes);
                break;
            case "additionalRoutesAvailable":
                AdditionalRoutesAvailable = xml.Bool();
                break;
            case "nextToken":
                NextToken = xml.String();
                break;
        }
    }
}
