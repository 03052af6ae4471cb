using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A subnet.</summary>
public class Subnet : IXmlShape
{
    /// <summary>The subnet, <c>subnet-…</c>.</summary>
    public string? SubnetId { get; set; }

    /// <summary>The subnet's ARN.</summary>
    public string? SubnetArn { get; set; }

    /// <summary>The VPC, <c>vpc-…</c>.</summary>
    public string? VpcId { get; set; }

    /// <summary><c>available</c> once instances can be launched in it.</summary>
    public SubnetState? State { get; set; }

    /// <summary>The owning account, twelve digits.</summary>
    public string? OwnerId { get; set; }

    /// <summary>The Availability Zone's name.</summary>
    public string? AvailabilityZone { get; set; }

    /// <summary>The Availability Zone's id, the same in all accounts.</summary>
    public string? AvailabilityZoneId { get; set; }

    /// <summary>The IPv4 CIDR block.</summary>
    public string? CidrBlock { get; set; }

    /// <summary>All IPv6 CIDR blocks.</summary>
    public List<SubnetIpv6CidrBlockAssociation>? Ipv6CidrBlockAssociationSet { get; set; } = InitialList.Of<SubnetIpv6CidrBlockAssociation>();

    /// <summary>Whether it is IPv6 only.</summary>
    public bool? Ipv6Native { get; set; }

    /// <summary>How many IPv4 addresses are free.</summary>
    public int? AvailableIpAddressCount { get; set; }

    /// <summary>Whether new interfaces get an IPv6 address.</summary>
    public bool? AssignIpv6AddressOnCreation { get; set; }

    /// <summary>Whether new interfaces get a public IPv4 address.</summary>
    public bool? MapPublicIpOnLaunch { get; set; }

    /// <summary>Whether it is the zone's default subnet.</summary>
    public bool? DefaultForAz { get; set; }

    /// <summary>Whether DNS answers for IPv4-only names get a synthesized IPv6 address.</summary>
    public bool? EnableDns64 { get; set; }

    /// <summary>The ARN of the Outpost.</summary>
    public string? OutpostArn { get; set; }

    /// <summary>Whether public access is blocked.</summary>
    public BlockPublicAccessStates? BlockPublicAccessStates { get; set; }

    /// <summary>The resource's tags.</summary>
    public List<Tag>? Tags { get; set; } = InitialList.Of<Tag>();

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "subnetId":
                SubnetId = xml.String();
                break;
            case "subnetArn":
                SubnetArn = xml.String();
                break;
            case "vpcId":
                VpcId = xml.String();
                break;
            case "state":
                State = xml.String();
                break;
            case "ownerId":
                OwnerId = xml.String();
                break;
            case "availabilityZone":
                AvailabilityZone = xml.String();
                break;
            case "availabilityZoneId":
                AvailabilityZoneId = xml.String();
                break;
            case "cidrBlock":
                CidrBlock = xml.String();
                break;
            case "ipv6CidrBlockAssociationSet":
                Ipv6CidrBlockAssociationSet = xml.List(Ipv6CidrBlockAssociationSet);
                break;
            case "ipv6Native":
                Ipv6Native = xml.Bool();
                break;
            case "availableIpAddressCount":
                AvailableIpAddressCount = xml.Int();
                break;
            case "assignIpv6AddressOnCreation":
                AssignIpv6AddressOnCreation = xml.Bool();
                break;
            case "mapPublicIpOnLaunch":
                MapPublicIpOnLaunch = xml.Bool();
                break;
            case "defaultForAz":
                DefaultForAz = xml.Bool();
                break;
            case "enableDns64":
                EnableDns64 = xml.Bool();
                break;
            case "outpostArn":
                OutpostArn = xml.String();
                break;
            case "blockPublicAccessStates":
                BlockPublicAccessStates = xml.Shape<BlockPublicAccessStates>();
                break;
            case "tagSet":
                Tags = xml.List(Tags);
                break;
        }
    }
}
