using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A transit gateway route table. Its routes are read with <c>SearchTransitGatewayRoutes</c>.</summary>
public class TransitGatewayRouteTable : IXmlShape
{
    /// <summary>The transit gateway route table, <c>tgw-rtb-…</c>.</summary>
    public string? TransitGatewayRouteTableId { get; set; }

    /// <summary>The transit gateway, <c>tgw-…</c>.</summary>
    public string? TransitGatewayId { get; set; }

    /// <summary><c>available</c> once it routes.</summary>
    public TransitGatewayRouteTableState? State { get; set; }

    /// <summary>Whether new attachments use it.</summary>
    public bool? DefaultAssociationRouteTable { get; set; }

    /// <summary>Whether new attachments propagate their routes to it.</summary>
    public bool? DefaultPropagationRouteTable { get; set; }

    /// <summary>When it was created, in UTC.</summary>
    public DateTime? CreationTime { get; set; }

    /// <summary>The resource's tags.</summary>
    public List<Tag>? Tags { get; set; } = InitialList.Of<Tag>();

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "transitGatewayRouteTableId":
                TransitGatewayRouteTableId = xml.String();
                break;
            case "transitGatewayId":
                TransitGatewayId = xml.String();
                break;
            case "state":
                State = xml.String();
                break;
            case "defaultAssociationRouteTable":
                DefaultAssociationRouteTable = xml.Bool();
                break;
            case "defaultPropagationRouteTable":
                DefaultPropagationRouteTable = xml.Bool();
                break;
            case "creationTime":
                CreationTime = xml.Time();
                break;
            case "tagSet":
                Tags = xml.List(Tags);
                break;
        }
    }
}
