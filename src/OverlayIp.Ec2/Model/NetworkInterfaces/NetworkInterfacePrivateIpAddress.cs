using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A private IPv4 address of a network interface.</summary>
public class NetworkInterfacePrivateIpAddress : IXmlShape
{
    /// <summary>The private IPv4 address.</summary>
    public string? PrivateIpAddress { get; set; }

    /// <summary>Whether it is the primary address.</summary>
    public bool? Primary { get; set; }

    /// <summary>The private DNS name.</summary>
    public string? PrivateDnsName { get; set; }

    /// <summary>The public address that is mapped here.</summary>
    public NetworkInterfaceAssociation? Association { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "privateIpAddress":
                PrivateIpAddress = xml.String();
                break;
            case "primary":
                Primary = xml.Bool();
                break;
            case "privateDnsName":
                PrivateDnsName = xml.String();
                break;
            case "association":
                Association = xml.Shape<NetworkInterfaceAssociation>();
                break;
        }
    }
}
