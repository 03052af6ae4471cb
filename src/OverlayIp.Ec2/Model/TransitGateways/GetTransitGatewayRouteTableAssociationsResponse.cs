using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>A page of a transit gateway route table's attachments (<c>GetTransitGatewayRouteTableAssociations</c>).</summary>
public class GetTransitGatewayRouteTableAssociationsResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The associations of this page.</summary>
    public List<TransitGatewayRouteTableAssociation>? Associations { get; set; } = InitialList.Of<TransitGatewayRouteTableAssociation>();

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "associations":
                Associations = xml.List(Associations);
                break;
            case "nextToken":
                NextToken = xml.String();
                break;
        }
    }
}
