using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>IPv6 peers of a security group rule.</summary>
public class Ipv6Range : IXmlShape
{
    /// <summary>The IPv6 CIDR block; a single address has the length 128.</summary>
    public string? CidrIpv6 { get; set; }

    /// <summary>The rule's description.</summary>
    public string? Description { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "cidrIpv6":
                CidrIpv6 = xml.String();
                break;
            case "description":
                Description = xml.String();
                break;
        }
    }
}
