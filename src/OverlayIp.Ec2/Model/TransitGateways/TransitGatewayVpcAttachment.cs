using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A VPC that is attached to a transit gateway.</summary>
public class TransitGatewayVpcAttachment : IXmlShape
{
    /// <summary>The attachment, <c>tgw-attach-…</c>.</summary>
    public string? TransitGatewayAttachmentId { get; set; }

    /// <summary>The transit gateway, <c>tgw-…</c>.</summary>
    public string? TransitGatewayId { get; set; }

    /// <summary>The VPC, <c>vpc-…</c>.</summary>
    public string? VpcId { get; set; }

    /// <summary>The account that owns the VPC, twelve digits.</summary>
    public string? VpcOwnerId { get; set; }

    /// <summary><c>available</c> when packets pass.</summary>
    public TransitGatewayAttachmentState? State { get; set; }

    /// <summary>The subnets with the transit gateway's interfaces, one in each Availability Zone it serves.</summary>
    public List<string>? SubnetIds { get; set; } = InitialList.Of<string>();

    /// <summary>How the attachment works.</summary>
    public TransitGatewayVpcAttachmentOptions? Options { get; set; }

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
            case "vpcId":
                VpcId = xml.String();
                break;
            case "vpcOwnerId":
                VpcOwnerId = xml.String();
                break;
            case "state":
                State = xml.String();
                break;
            case "subnetIds":
                SubnetIds = xml.Strings(SubnetIds);
                break;
            case "options":
                Options = xml.Shape<TransitGatewayVpcAttachmentOptions>();
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
