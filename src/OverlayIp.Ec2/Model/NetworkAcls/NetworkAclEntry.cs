using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A rule of a network ACL. Of the rules of a direction that match a packet, the one with the lowest number decides.</summary>
public class NetworkAclEntry : IXmlShape
{
    /// <summary>The rule's place in the order; 32767 is the last one, which denies the rest.</summary>
    public int? RuleNumber { get; set; }

    /// <summary>True: for what leaves the subnet. False: for what enters it.</summary>
    public bool? Egress { get; set; }

    /// <summary>Whether the packet passes.</summary>
    public RuleAction? RuleAction { get; set; }

    /// <summary>The protocol's number, or <c>-1</c> for all.</summary>
    public string? Protocol { get; set; }

    /// <summary>The IPv4 peers; null in a rule for IPv6.</summary>
    public string? CidrBlock { get; set; }

    /// <summary>The IPv6 peers; null in a rule for IPv4.</summary>
    public string? Ipv6CidrBlock { get; set; }

    /// <summary>The destination ports, for TCP and UDP.</summary>
    public PortRange? PortRange { get; set; }

    /// <summary>The messages, for ICMP.</summary>
    public IcmpTypeCode? IcmpTypeCode { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "ruleNumber":
                RuleNumber = xml.Int();
                break;
            case "egress":
                Egress = xml.Bool();
                break;
            case "ruleAction":
                RuleAction = xml.String();
                break;
            case "protocol":
                Protocol = xml.String();
                break;
            case "cidrBlock":
                CidrBlock = xml.String();
                break;
            case "ipv6CidrBlock":
                Ipv6CidrBlock = xml.String();
                break;
            case "portRange":
                PortRange = xml.Shape<PortRange>();
                break;
            case "icmpTypeCode":
                IcmpTypeCode = xml.Shape<IcmpTypeCode>();
                break;
        }
    }
}
