using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>How a VPC attachment works.</summary>
public class TransitGatewayVpcAttachmentOptions : IXmlShape
{
    /// <summary>Whether a flow keeps to one Availability Zone in both directions.</summary>
    public ApplianceModeSupportValue? ApplianceModeSupport { get; set; }

    /// <summary>Whether it carries IPv6.</summary>
    public Ipv6SupportValue? Ipv6Support { get; set; }

    /// <summary>Whether public DNS names resolve to private addresses across the attachment.</summary>
    public DnsSupportValue? DnsSupport { get; set; }

    /// <summary>Whether rules may refer to security groups across the attachment.</summary>
    public SecurityGroupReferencingSupportValue? SecurityGroupReferencingSupport { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "applianceModeSupport":
                ApplianceModeSupport = xml.String();
                break;
            case "ipv6Support":
                Ipv6Support = xml.String();
                break;
            case "dnsSupport":
                DnsSupport = xml.String();
                break;
            case "securityGroupReferencingSupport":
                SecurityGroupReferencingSupport = xml.String();
                break;
        }
    }
}
