using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>The public address mapped to a private one.</summary>
public class NetworkInterfaceAssociation : IXmlShape
{
    /// <summary>The Elastic IP allocation, <c>eipalloc-…</c>.</summary>
    public string? AllocationId { get; set; }

    /// <summary>The association.</summary>
    public string? AssociationId { get; set; }

    /// <summary>The public IPv4 address.</summary>
    public string? PublicIp { get; set; }

    /// <summary>The public DNS name.</summary>
    public string? PublicDnsName { get; set; }

    /// <summary>Who owns the public address.</summary>
    public string? IpOwnerId { get; set; }

    /// <summary>The carrier address.</summary>
    public string? CarrierIp { get; set; }

    /// <summary>The address from a customer-owned pool.</summary>
    public string? CustomerOwnedIp { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "allocationId":
                AllocationId = xml.String();
                break;
            case "associationId":
                AssociationId = xml.String();
                break;
            case "publicIp":
                PublicIp = xml.String();
                break;
            case "publicDnsName":
                PublicDnsName = xml.String();
                break;
            case "ipOwnerId":
                IpOwnerId = xml.String();
                break;
            case "carrierIp":
                CarrierIp = xml.String();
                break;
            case "customerOwnedIp":
                CustomerOwnedIp = xml.String();
                break;
        }
    }
}
