using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A VPC.</summary>
public class Vpc : IXmlShape
{
    /// <summary>The VPC, <c>vpc-…</c>.</summary>
    public string? VpcId { get; set; }

    /// <summary><c>pending</c> or <c>available</c>.</summary>
    public VpcState? State { get; set; }

    /// <summary>The owning account, twelve digits.</summary>
    public string? OwnerId { get; set; }

    /// <summary>Whether it is the default VPC.</summary>
    public bool? IsDefault { get; set; }

    /// <summary>The primary IPv4 CIDR block.</summary>
    public string? CidrBlock { get; set; }

    /// <summary>All IPv4 CIDR blocks.</summary>
    public List<VpcCidrBlockAssociation>? CidrBlockAssociationSet { get; set; } = InitialList.Of<VpcCidrBlockAssociation>();

    /// <summary>All IPv6 CIDR blocks.</summary>
    public List<VpcIpv6CidrBlockAssociation>? Ipv6CidrBlockAssociationSet { get; set; } = InitialList.Of<VpcIpv6CidrBlockAssociation>();

    /// <summary>The tenancy that instances get.</summary>
    public Tenancy? InstanceTenancy { get; set; }

    /// <summary>The DHCP option set.</summary>
    public string? DhcpOptionsId { get; set; }

    /// <summary>Whether public access is blocked.</summary>
    public BlockPublicAccessStates? BlockPublicAccessStates { get; set; }

    /// <summary>The resource's tags.</summary>
    public List<Tag>? Tags { get; set; } = InitialList.Of<Tag>();

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "vpcId":
                VpcId = xml.String();
                break;
            case "state":
                State = xml.String();
                break;
            case "ownerId":
                OwnerId = xml.String();
                break;
            case "isDefault":
                IsDefault = xml.Bool();
                break;
            case "cidrBlock":
                CidrBlock = xml.String();
                break;
            case "cidrBlockAssociationSet":
                CidrBlockAssociationSet = xml.List(CidrBlockAssociationSet);
                break;
            case "ipv6CidrBlockAssociationSet":
                Ipv6CidrBlockAssociationSet = xml.List(Ipv6CidrBlockAssociationSet);
                break;
            case "instanceTenancy":
                InstanceTenancy = xml.String();
                break;
            case "dhcpOptionsId":
                DhcpOptionsId = xml.String();
                break;
            case "blockPublicAccessStates":
                BlockPublicAccessStates = xml.Shape<BlockPublicAccessStates>();
                break;
            case "tagSet":
                Tags = xml.List(Tags);
                break;
        }
    }
}
