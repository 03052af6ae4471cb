using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Where an instance runs.</summary>
public class Placement : IXmlShape
{
    /// <summary>Creates a placement to be filled in.</summary>
    public Placement()
    {
    }

    /// <summary>Creates a placement in an Availability Zone.</summary>
    /// <param name="availabilityZone">The Availability Zone's name.</param>
    public Placement(string availabilityZone) => AvailabilityZone = availabilityZone;

    /// <summary>The Availability Zone's name.</summary>
    public string? AvailabilityZone { get; set; }

    /// <summary>The Availability Zone's id, the same in all accounts.</summary>
    public string? AvailabilityZoneId { get; set; }

    /// <summary>The tenancy.</summary>
    public Tenancy? Tenancy { get; set; }

    /// <summary>The placement group.</summary>
    public string? GroupName { get; set; }

    /// <summary>The placement group's id.</summary>
    public string? GroupId { get; set; }

    /// <summary>The partition in the placement group.</summary>
    public int? PartitionNumber { get; set; }

    /// <summary>The Dedicated Host.</summary>
    public string? HostId { get; set; }

    /// <summary>The ARN of the host resource group.</summary>
    public string? HostResourceGroupArn { get; set; }

    /// <summary>The affinity to a Dedicated Host.</summary>
    public string? Affinity { get; set; }

    /// <summary>Reserved by AWS.</summary>
    public string? SpreadDomain { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "availabilityZone":
                AvailabilityZone = xml.String();
                break;
            case "availabilityZoneId":
                AvailabilityZoneId = xml.String();
                break;
            case "tenancy":
                Tenancy = xml.String();
                break;
            case "groupName":
                GroupName = xml.String();
                break;
            case "groupId":
                GroupId = xml.String();
                break;
            case "partitionNumber":
                PartitionNumber = xml.Int();
                break;
            case "hostId":
                HostId = xml.String();
                break;
            case "hostResourceGroupArn":
                HostResourceGroupArn = xml.String();
                break;
            case "affinity":
                Affinity = xml.String();
                break;
            case "spreadDomain":
                SpreadDomain = xml.String();
                break;
        }
    }
}
