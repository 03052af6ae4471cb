using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Something that is attached to a transit gateway.</summary>
public class TransitGatewayAttachment : IXmlShape
{
    /// <summary>The attachment, <c>tgw-attach-…</c>.</summary>
    public string? TransitGatewayAttachmentId { get; set; }

    /// <summary>The transit gateway, <c>tgw-…</c>.</summary>
    public string? TransitGatewayId { get; set; }

    /// <summary>The account that owns the transit gateway, twelve digits.</summary>
    public string? TransitGatewayOwnerId { get; set; }

    /// <summary>What is attached, such as <c>vpc-…</c>.</summary>
    public string? ResourceId { get; set; }

    /// <summary>What kind of thing that is.</summary>
    public TransitGatewayAttachmentResourceType? ResourceType { get; set; }

    /// <summary>The account that owns it, twelve digits.</summary>
    public string? ResourceOwnerId { get; set; }

    /// <summary><c>available</c> when packets pass.</summary>
    public TransitGatewayAttachmentState? State { get; set; }

    /// <summary>The route table that routes what comes from here; null when there is none.</summary>
    public TransitGatewayAttachmentAssociation? Association { get; set; }

    /// <summary>When it was created, in UTC.</summary>
    public DateTime? CreationTime { get; set; }

    /// <summary>The resource's tags.</summary>
    public List<Tag>? Tags { get; set; } = InitialList.Of<Tag>();

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "transitGatewayAttachmentId":
                TransitGatewayAttachmentId = xml.String();
                break;
            case "transitGatewayId":
                TransitGatewayId = xml.String();
                break;
            case "transitGatewayOwnerId":
                TransitGatewayOwnerId = xml.String();
                break;
            case "resourceId":
                ResourceId = xml.String();
                break;
            case "resourceType":
                ResourceType = xml.String();
                break;
            case "resourceOwnerId":
                ResourceOwnerId = xml.String();
                break;
            case "state":
                State = xml.String();
                break;
            case "association":
                Association = xml.Shape<TransitGatewayAttachmentAssociation>();
                break;
            case "creationTime":
                CreationTime = xml.Time();
                break;
            case "tagSet":
                Tags = xml.List(Tags);
                break;
        }
    }
}
