using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>What uses a route table: a subnet, a gateway, or the VPC as its main table.</summary>
public class RouteTableAssociation : IXmlShape
{
    /// <summary>The association, <c>rtbassoc-…</c>.</summary>
    public string? RouteTableAssociationId { get; set; }

    /// <summary>The table that is associated.</summary>
    public string? RouteTableId { get; set; }

    /// <summary>Whether this makes it the VPC's main route table.</summary>
    public bool? Main { get; set; }

    /// <summary>The subnet, <c>subnet-…</c>.</summary>
    public string? SubnetId { get; set; }

    /// <summary>An internet or virtual private gateway, a gateway endpoint, or <c>local</c>.</summary>
    public string? GatewayId { get; set; }

    /// <summary>The public IPv4 pool that is associated.</summary>
    public string? PublicIpv4Pool { get; set; }

    /// <summary>How far the association has got.</summary>
    public RouteTableAssociationState? AssociationState { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "routeTableAssociationId":
                RouteTableAssociationId = xml.String();
                break;
            case "routeTableId":
                RouteTableId = xml.String();
                break;
            case "main":
                Main = xml.Bool();
                break;
            case "subnetId":
                SubnetId = xml.String();
                break;
            case "gatewayId":
                GatewayId = xml.String();
                break;
            case "publicIpv4Pool":
                PublicIpv4Pool = xml.String();
                break;
            case "associationState":
                AssociationState = xml.Shape<RouteTableAssociationState>();
                break;
        }
    }
}
