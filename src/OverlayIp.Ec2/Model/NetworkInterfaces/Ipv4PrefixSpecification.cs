using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>An IPv4 prefix delegated to a network interface.</summary>
public class Ipv4PrefixSpecification : IXmlShape
{
    /// <summary>The prefix in CIDR notation.</summary>
    public string? Ipv4Prefix { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "ipv4Prefix":
                Ipv4Prefix = xml.String();
                break;
        }
    }
}
