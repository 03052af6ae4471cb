using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>An IPv6 prefix delegated to an interface.</summary>
public class InstanceIpv6Prefix : IXmlShape
{
    /// <summary>The prefix in CIDR notation.</summary>
    public string? Ipv6Prefix { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "ipv6Prefix":
                Ipv6Prefix = xml.String();
                break;
        }
    }
}
