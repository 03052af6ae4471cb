using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>An IPv4 CIDR block of a VPC.</summary>
public class VpcCidrBlockAssociation : IXmlShape
{
    /// <summary>The association.</summary>
    public string? AssociationId { get; set; }

    /// <summary>The IPv4 CIDR block.</summary>
    public string? CidrBlock { get; set; }

    /// <summary>How far the association has got.</summary>
    public VpcCidrBlockState? CidrBlockState { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "associationId":
                AssociationId = xml.String();
                break;
            case "cidrBlock":
                CidrBlock = xml.String();
                break;
            case "cidrBlockState":
                CidrBlockState = xml.Shape<VpcCidrBlockState>();
                break;
        }
    }
}
