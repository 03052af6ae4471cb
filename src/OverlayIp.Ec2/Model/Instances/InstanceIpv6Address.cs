using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>An IPv6 address of an interface.</summary>
public class InstanceIpv6Address : IXmlShape
{
    /// <summary>The IPv6 address.</summary>
    public string? Ipv6Address { get; set; }

    /// <summary>Whether it is the primary IPv6 address.</summary>
    public bool? IsPrimaryIpv6 { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "ipv6Address":
                Ipv6Address = xml.String();
                break;
            case "isPrimaryIpv6":
                IsPrimaryIpv6 = xml.Bool();
                break;
        }
    }
}
