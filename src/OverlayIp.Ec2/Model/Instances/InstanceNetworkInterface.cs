using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A network interface as its instance shows it.</summary>
public class InstanceNetworkInterface : IXmlShape
{
    /// <summary>The network interface, <c>eni-…</c>.</summary>
    public string? NetworkInterfaceId { get; set; }

    /// <summary>The description.</summary>
    public string? Description { get; set; }

    /// <summary><c>in-use</c> when attached, <c>available</c> when not.</summary>
    public NetworkInterfaceStatus? Status { get; set; }

    /// <summary>What kind of interface it is.</summary>
    public string? InterfaceType { get; set; }

    /// <summary>What it is attached to.</summary>
    public InstanceNetworkInterfaceAttachment? Attachment { get; set; }

    /// <summary>Whether packets neither from nor to this node are dropped. Overlay addresses need false.</summary>
    public bool? SourceDestCheck { get; set; }

    /// <summary>The VPC, <c>vpc-…</c>.</summary>
    public string? VpcId { get; set; }

    /// <summary>The subnet, <c>subnet-…</c>.</summary>
    public string? SubnetId { get; set; }

    /// <summary>The owning account, twelve digits.</summary>
    public string? OwnerId { get; set; }

    /// <summary>The MAC address.</summary>
    public string? MacAddress { get; set; }

    /// <summary>The primary private IPv4 address.</summary>
    public string? PrivateIpAddress { get; set; }

    /// <summary>The private DNS name.</summary>
    public string? PrivateDnsName { get; set; }

    /// <summary>All private IPv4 addresses.</summary>
    public List<InstancePrivateIpAddress>? PrivateIpAddresses { get; set; } = InitialList.Of<InstancePrivateIpAddress>();

    /// <summary>The public address that is mapped here.</summary>
    public InstanceNetworkInterfaceAssociation? Association { get; set; }

    /// <summary>All IPv6 addresses.</summary>
    public List<InstanceIpv6Address>? Ipv6Addresses { get; set; } = InitialList.Of<InstanceIpv6Address>();

    /// <summary>The IPv4 prefixes delegated to the interface.</summary>
    public List<InstanceIpv4Prefix>? Ipv4Prefixes { get; set; } = InitialList.Of<InstanceIpv4Prefix>();

    /// <summary>The IPv6 prefixes delegated to the interface.</summary>
    public List<InstanceIpv6Prefix>? Ipv6Prefixes { get; set; } = InitialList.Of<InstanceIpv6Prefix>();

    /// <summary>The security groups.</summary>
    public List<GroupIdentifier>? Groups { get; set; } = InitialList.Of<GroupIdentifier>();

    /// <summary>The AWS service that manages it, if any.</summary>
    public OperatorResponse? Operator { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "networkInterfaceId":
                NetworkInterfaceId = xml.String();
                break;
            case "description":
                Description = xml.String();
                break;
            case "status":
                Status = xml.String();
                break;
            case "interfaceType":
                InterfaceType = xml.String();
                break;
            case "attachment":
                Attachment = xml.Shape<InstanceNetworkInterfaceAttachment>();
                break;
            case "sourceDestCheck":
                SourceDestCheck = xml.Bool();
                break;
            case "vpcId":
                VpcId = xml.String();
                break;
            case "subnetId":
                SubnetId = xml.String();
                break;
            case "ownerId":
                OwnerId = xml.String();
                break;
            case "macAddress":
                MacAddress = xml.String();
                break;
            case "privateIpAddress":
                PrivateIpAddress = xml.String();
                break;
            case "privateDnsName":
                PrivateDnsName = xml.String();
                break;
            case "privateIpAddressesSet":
                PrivateIpAddresses = xml.List(PrivateIpAddresses);
                break;
            case "association":
                Association = xml.Shape<InstanceNetworkInterfaceAssociation>();
                break;
            case "ipv6AddressesSet":
                Ipv6Addresses = xml.List(Ipv6Addresses);
                break;
            case "ipv4PrefixSet":
                Ipv4Prefixes = xml.List(Ipv4Prefixes);
                break;
            case "ipv6PrefixSet":
                Ipv6Prefixes = xml.List(Ipv6Prefixes);
                break;
            case "groupSet":
                Groups = xml.List(Groups);
                break;
            case "operator":
                Operator = xml.Shape<OperatorResponse>();
                break;
        }
    }
}
