using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A network interface.</summary>
public class NetworkInterface : IXmlShape
{
    /// <summary>The network interface, <c>eni-…</c>.</summary>
    public string? NetworkInterfaceId { get; set; }

    /// <summary>The description.</summary>
    public string? Description { get; set; }

    /// <summary><c>in-use</c> when attached, <c>available</c> when not.</summary>
    public NetworkInterfaceStatus? Status { get; set; }

    /// <summary>What kind of interface it is.</summary>
    public NetworkInterfaceType? InterfaceType { get; set; }

    /// <summary>The instance it is attached to.</summary>
    public NetworkInterfaceAttachment? Attachment { get; set; }

    /// <summary>Whether packets neither from nor to this node are dropped. Overlay addresses need false.</summary>
    public bool? SourceDestCheck { get; set; }

    /// <summary>The VPC, <c>vpc-…</c>.</summary>
    public string? VpcId { get; set; }

    /// <summary>The subnet, <c>subnet-…</c>.</summary>
    public string? SubnetId { get; set; }

    /// <summary>The Availability Zone's name.</summary>
    public string? AvailabilityZone { get; set; }

    /// <summary>The Availability Zone's id, the same in all accounts.</summary>
    public string? AvailabilityZoneId { get; set; }

    /// <summary>The owning account, twelve digits.</summary>
    public string? OwnerId { get; set; }

    /// <summary>Who created it on the owner's behalf.</summary>
    public string? RequesterId { get; set; }

    /// <summary>Whether an AWS service manages it.</summary>
    public bool? RequesterManaged { get; set; }

    /// <summary>The AWS service that manages it, if any.</summary>
    public OperatorResponse? Operator { get; set; }

    /// <summary>The MAC address.</summary>
    public string? MacAddress { get; set; }

    /// <summary>The primary private IPv4 address.</summary>
    public string? PrivateIpAddress { get; set; }

    /// <summary>The private DNS name.</summary>
    public string? PrivateDnsName { get; set; }

    /// <summary>All private IPv4 addresses.</summary>
    public List<NetworkInterfacePrivateIpAddress>? PrivateIpAddresses { get; set; } = InitialList.Of<NetworkInterfacePrivateIpAddress>();

    /// <summary>The public address that is mapped here.</summary>
    public NetworkInterfaceAssociation? Association { get; set; }

    /// <summary>The public DNS name.</summary>
    public string? PublicDnsName { get; set; }

    /// <summary>The primary IPv6 address.</summary>
    public string? Ipv6Address { get; set; }

    /// <summary>All IPv6 addresses.</summary>
    public List<NetworkInterfaceIpv6Address>? Ipv6Addresses { get; set; } = InitialList.Of<NetworkInterfaceIpv6Address>();

    /// <summary>Whether it is IPv6 only.</summary>
    public bool? Ipv6Native { get; set; }

    /// <summary>The IPv4 prefixes delegated to the interface.</summary>
    public List<Ipv4PrefixSpecification>? Ipv4Prefixes { get; set; } = InitialList.Of<Ipv4PrefixSpecification>();

    /// <summary>The IPv6 prefixes delegated to the interface.</summary>
    public List<Ipv6PrefixSpecification>? Ipv6Prefixes { get; set; } = InitialList.Of<Ipv6PrefixSpecification>();

    /// <summary>Whether traffic from internet gateways is dropped.</summary>
    public bool? DenyAllIgwTraffic { get; set; }

    /// <summary>Further subnets that the interface serves.</summary>
    public List<string>? AssociatedSubnets { get; set; } = InitialList.Of<string>();

    /// <summary>The security groups.</summary>
    public List<GroupIdentifier>? Groups { get; set; } = InitialList.Of<GroupIdentifier>();

    /// <summary>The ARN of the Outpost.</summary>
    public string? OutpostArn { get; set; }

    /// <summary>The interface's tags.</summary>
    public List<Tag>? TagSet { get; set; } = InitialList.Of<Tag>();

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
                Attachment = xml.Shape<NetworkInterfaceAttachment>();
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
            case "availabilityZone":
                AvailabilityZone = xml.String();
                break;
            case "availabilityZoneId":
                AvailabilityZoneId = xml.String();
                break;
            case "ownerId":
                OwnerId = xml.String();
                break;
            case "requesterId":
                RequesterId = xml.String();
                break;
            case "requesterManaged":
                RequesterManaged = xml.Bool();
                break;
            case "operator":
                Operator = xml.Shape<OperatorResponse>();
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
                Association = xml.Shape<NetworkInterfaceAssociation>();
                break;
            case "publicDnsName":
                PublicDnsName = xml.String();
                break;
            case "ipv6Address":
                Ipv6Address = xml.String();
                break;
            case "ipv6AddressesSet":
                Ipv6Addresses = xml.List(Ipv6Addresses);
                break;
            case "ipv6Native":
                Ipv6Native = xml.Bool();
                break;
            case "ipv4PrefixSet":
                Ipv4Prefixes = xml.List(Ipv4Prefixes);
                break;
            case "ipv6PrefixSet":
                Ipv6Prefixes = xml.List(Ipv6Prefixes);
                break;
            case "denyAllIgwTraffic":
                DenyAllIgwTraffic = xml.Bool();
                break;
            case "associatedSubnetSet":
                AssociatedSubnets = xml.Strings(AssociatedSubnets);
                break;
            case "groupSet":
                Groups = xml.List(Groups);
                break;
            case "outpostArn":
                OutpostArn = xml.String();
                break;
            case "tagSet":
                TagSet = xml.List(TagSet);
                break;
        }
    }
}
