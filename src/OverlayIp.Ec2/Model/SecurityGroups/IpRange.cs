using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>IPv4 peers of a security group rule.</summary>
public class IpRange : IXmlShape
{
    /// <summary>The IPv4 CIDR block; a single address has the length 32.</summary>
    public string? CidrIp { get; set; }

    /// <summary>The rule's description.</summary>
    public string? Description { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "cidrIp":
                CidrIp = xml.String();
                break;
            case "description":
                Description = xml.String();
                break;
        }
    }
}
