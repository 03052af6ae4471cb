using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>An IPv4 CIDR block of a peered VPC.</summary>
public class CidrBlock : IXmlShape
{
    /// <summary>The IPv4 CIDR block.</summary>
    public string? Cidr { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "cidrBlock":
                Cidr = xml.String();
                break;
        }
    }
}
