using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A transit gateway.</summary>
public class TransitGateway : IXmlShape
{
    /// <summary>The transit gateway, <c>tgw-…</c>.</summary>
    public string? TransitGatewayId { get; set; }

    /// <summary>The transit gateway's ARN.</summary>
    public string? TransitGatewayArn { get; set; }

    /// <summary><c>available</c> once it routes.</summary>
    public TransitGatewayState? State { get; set; }

    /// <summary>The owning account, twelve digits.</summary>
    public string? OwnerId { get; set; }

    /// <summary>The description.</summary>
    public string? Description { get; set; }

    /// <summary>When it was created, in UTC.</summary>
    public DateTime? CreationTime { get; set; }

    /// <summary>How it treats its attachments.</summary>
    public TransitGatewayOptions? Options { get; set; }

    /// <summary>The resource's tags.</summary>
    public List<Tag>? Tags { get; set; } = InitialList.Of<Tag>();

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "transitGatewayId":
                TransitGatewayId = xml.String();
                break;
            case "transitGatewayArn":
                TransitGatewayArn = xml.String();
                break;
            case "state":
                State = xml.String();
                break;
            case "ownerId":
                OwnerId = xml.String();
                break;
            case "description":
                Description = xml.String();
                break;
            case "creationTime":
                CreationTime = xml.Time();
                break;
            case "options":
                Options = xml.Shape<TransitGatewayOptions>();
                break;
            case "tagSet":
                Tags = xml.List(Tags);
                break;
        }
    }
}
