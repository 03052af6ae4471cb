using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>An IPv6 CIDR block of a peered VPC.</summary>
public class Ipv6CidrBlock : IXmlShape
{
    /// <summary>The IPv6 CIDR block.</summary>
    public string? Value { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "ipv6CidrBlock":
                Value = xml.String();
                break;
        }
    }
}
