using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>An IPv6 CIDR block of a subnet.</summary>
public class SubnetIpv6CidrBlockAssociation : IXmlShape
{
    /// <summary>The association.</summary>
    public string? AssociationId { get; set; }

    /// <summary>The IPv6 CIDR block.</summary>
    public string? Ipv6CidrBlock { get; set; }

    /// <summary>How far the association has got.</summary>
    public SubnetCidrBlockState? Ipv6CidrBlockState { get; set; }

    /// <summary>Whether the block is public.</summary>
    public Ipv6AddressAttribute? Ipv6AddressAttribute { get; set; }

    /// <summary>Who brought the block.</summary>
    public IpSource? IpSource { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "associationId":
                AssociationId = xml.String();
                break;
            case "ipv6CidrBlock":
                Ipv6CidrBlock = xml.String();
                break;
            case "ipv6CidrBlockState":
                Ipv6CidrBlockState = xml.Shape<SubnetCidrBlockState>();
                break;
            case "ipv6AddressAttribute":
                Ipv6AddressAttribute = xml.String();
                break;
            case "ipSource":
                IpSource = xml.String();
                break;
        }
    }
}
