using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>An attachment whose packets a transit gateway route table routes.</summary>
public class TransitGatewayRouteTableAssociation : IXmlShape
{
    /// <summary>The attachment, <c>tgw-attach-…</c>.</summary>
    public string? TransitGatewayAttachmentId { get; set; }

    /// <summary>What is attached, such as <c>vpc-…</c>.</summary>
    public string? ResourceId { get; set; }

    /// <summary>What kind of thing that is.</summary>
    public TransitGatewayAttachmentResourceType? ResourceType { get; set; }

    /// <summary>How far the association has got.</summary>
    public TransitGatewayAssociationState? State { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "transitGatewayAttachmentId":
                TransitGatewayAttachmentId = xml.String();
                break;
            case "resourceId":
                ResourceId = xml.String();
                break;
            case "resourceType":
                ResourceType = xml.String();
                break;
            case "state":
                State = xml.String();
                break;
        }
    }
}
