using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>The route table of an attachment.</summary>
public class TransitGatewayAttachmentAssociation : IXmlShape
{
    /// <summary>The transit gateway route table, <c>tgw-rtb-…</c>.</summary>
    public string? TransitGatewayRouteTableId { get; set; }

    /// <summary>How far the association has got.</summary>
    public TransitGatewayAssociationState? State { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "transitGatewayRouteTableId":
                TransitGatewayRouteTableId = xml.String();
                break;
            case "state":
                State = xml.String();
                break;
        }
    }
}
