using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A VPC peering connection. It carries packets between the CIDR blocks of its two VPCs only.</summary>
public class VpcPeeringConnection : IXmlShape
{
    /// <summary>The VPC peering connection, <c>pcx-…</c>.</summary>
    public string? VpcPeeringConnectionId { get; set; }

    /// <summary>How far the connection has got.</summary>
    public VpcPeeringConnectionStateReason? Status { get; set; }

    /// <summary>The VPC that asked for it.</summary>
    public VpcPeeringConnectionVpcInfo? RequesterVpcInfo { get; set; }

    /// <summary>The VPC that was asked. Its CIDR blocks are told once it has accepted.</summary>
    public VpcPeeringConnectionVpcInfo? AccepterVpcInfo { get; set; }

    /// <summary>When an unanswered request expires, in UTC.</summary>
    public DateTime? ExpirationTime { get; set; }

    /// <summary>The resource's tags.</summary>
    public List<Tag>? Tags { get; set; } = InitialList.Of<Tag>();

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "vpcPeeringConnectionId":
                VpcPeeringConnectionId = xml.String();
                break;
            case "status":
                Status = xml.Shape<VpcPeeringConnectionStateReason>();
                break;
            case "requesterVpcInfo":
                RequesterVpcInfo = xml.Shape<VpcPeeringConnectionVpcInfo>();
                break;
            case "accepterVpcInfo":
                AccepterVpcInfo = xml.Shape<VpcPeeringConnectionVpcInfo>();
                break;
            case "expirationTime":
                ExpirationTime = xml.Time();
                break;
            case "tagSet":
                Tags = xml.List(Tags);
                break;
        }
    }
}
