using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>An attachment that takes a route's packets.</summary>
public class TransitGatewayRouteAttachment : IXmlShape
{
    /// <summary>The attachment, <c>tgw-attach-…</c>.</summary>
    public string? TransitGatewayAttachmentId { get; set; }

    /// <summary>What is attached, such as <c>vpc-…</c>.</summary>
    public string? ResourceId { get; set; }

    /// <summary>What kind of thing that is.</summary>
    public TransitGatewayAttachmentResourceType? ResourceType { get; set; }

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
        }
    }
}
