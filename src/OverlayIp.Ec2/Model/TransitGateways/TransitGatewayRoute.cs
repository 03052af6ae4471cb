using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A route of a transit gateway route table.</summary>
public class TransitGatewayRoute : IXmlShape
{
    /// <summary>The destination, IPv4 or IPv6, such as <c>10.2.0.1/32</c>.</summary>
    public string? DestinationCidrBlock { get; set; }

    /// <summary>The prefix list that the route comes from, <c>pl-…</c>.</summary>
    public string? PrefixListId { get; set; }

    /// <summary><c>static</c>, or <c>propagated</c> by an attachment.</summary>
    public TransitGatewayRouteType? Type { get; set; }

    /// <summary><c>active</c>, or <c>blackhole</c> when packets are dropped.</summary>
    public TransitGatewayRouteState? State { get; set; }

    /// <summary>The attachments that take the packets; null for a blackhole.</summary>
    public List<TransitGatewayRouteAttachment>? TransitGatewayAttachments { get; set; } = InitialList.Of<TransitGatewayRouteAttachment>();

    /// <summary>The announcement by a peered transit gateway that the route comes from.</summary>
    public string? TransitGatewayRouteTableAnnouncementId { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "destinationCidrBlock":
                DestinationCidrBlock = xml.String();
                break;
            case "prefixListId":
                PrefixListId = xml.String();
                break;
            case "type":
                Type = xml.String();
                break;
            case "state":
                State = xml.String();
                break;
            case "transitGatewayAttachments":
                TransitGatewayAttachments = xml.List(TransitGatewayAttachments);
                break;
            case "transitGatewayRouteTableAnnouncementId":
                TransitGatewayRouteTableAnnouncementId = xml.String();
                break;
        }
    }
}
