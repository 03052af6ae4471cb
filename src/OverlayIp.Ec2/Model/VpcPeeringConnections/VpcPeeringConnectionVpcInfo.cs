using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>One of the two VPCs of a VPC peering connection.</summary>
public class VpcPeeringConnectionVpcInfo : IXmlShape
{
    /// <summary>The VPC, <c>vpc-…</c>.</summary>
    public string? VpcId { get; set; }

    /// <summary>The owning account, twelve digits.</summary>
    public string? OwnerId { get; set; }

    /// <summary>The VPC's region.</summary>
    public string? Region { get; set; }

    /// <summary>The primary IPv4 CIDR block.</summary>
    public string? CidrBlock { get; set; }

    /// <summary>All IPv4 CIDR blocks.</summary>
    public List<CidrBlock>? CidrBlockSet { get; set; } = InitialList.Of<CidrBlock>();

    /// <summary>All IPv6 CIDR blocks.</summary>
    public List<Ipv6CidrBlock>? Ipv6CidrBlockSet { get; set; } = InitialList.Of<Ipv6CidrBlock>();

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "vpcId":
                VpcId = xml.String();
                break;
            case "ownerId":
                OwnerId = xml.String();
                break;
            case "region":
                Region = xml.String();
                break;
            case "cidrBlock":
                CidrBlock = xml.String();
                break;
            case "cidrBlockSet":
                CidrBlockSet = xml.List(CidrBlockSet);
                break;
            case "ipv6CidrBlockSet":
                Ipv6CidrBlockSet = xml.List(Ipv6CidrBlockSet);
                break;
        }
    }
}
