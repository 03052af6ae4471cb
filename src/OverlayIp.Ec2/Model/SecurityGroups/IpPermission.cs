using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>What a security group lets pass: one protocol and port range, from or to all the peers listed.</summary>
public class IpPermission : IXmlShape
{
    /// <summary><c>tcp</c>, <c>udp</c>, <c>icmp</c>, <c>icmpv6</c>, another protocol's number, or <c>-1</c> for all.</summary>
    public string? IpProtocol { get; set; }

    /// <summary>The first port, or the ICMP type with -1 for all; null when all protocols pass.</summary>
    public int? FromPort { get; set; }

    /// <summary>The last port, or the ICMP code with -1 for all; null when all protocols pass.</summary>
    public int? ToPort { get; set; }

    /// <summary>IPv4 peers.</summary>
    public List<IpRange>? Ipv4Ranges { get; set; } = InitialList.Of<IpRange>();

    /// <summary>IPv6 peers.</summary>
    public List<Ipv6Range>? Ipv6Ranges { get; set; } = InitialList.Of<Ipv6Range>();

    /// <summary>Peers by prefix list.</summary>
    public List<PrefixListId>? PrefixListIds { get; set; } = InitialList.Of<PrefixListId>();

    /// <summary>Peers by security group.</summary>
    public List<UserIdGroupPair>? UserIdGroupPairs { get; set; } = InitialList.Of<UserIdGroupPair>();

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "ipProtocol":
                IpProtocol = xml.String();
                break;
            case "fromPort":
                FromPort = xml.Int();
                break;
            case "toPort":
                ToPort = xml.Int();
                break;
            case "ipRanges":
                Ipv4Ranges = xml.List(Ipv4Ranges);
                break;
            case "ipv6Ranges":
                Ipv6Ranges = xml.List(Ipv6Ranges);
                break;
            case "prefixListIds":
                PrefixListIds = xml.List(PrefixListIds);
                break;
            case "groups":
                UserIdGroupPairs = xml.List(UserIdGroupPairs);
                break;
        }
    }
}
