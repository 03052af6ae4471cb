using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A route table of a VPC.</summary>
public class RouteTable : IXmlShape
{
    /// <summary>The route table, <c>rtb-…</c>.</summary>
    public string? RouteTableId { get; set; }

    /// <summary>The VPC, <c>vpc-…</c>.</summary>
    public string? VpcId { get; set; }

    /// <summary>The owning account, twelve digits.</summary>
    public string? OwnerId { get; set; }

    /// <summary>The subnets and gateways that use the table.</summary>
    public List<RouteTableAssociation>? Associations { get; set; } = InitialList.Of<RouteTableAssociation>();

    /// <summary>The virtual private gateways that propagate routes into the table.</summary>
    public List<PropagatingVgw>? PropagatingVgws { get; set; } = InitialList.Of<PropagatingVgw>();

    /// <summary>The table's routes.</summary>
    public List<Route>? Routes { get; set; } = InitialList.Of<Route>();

    /// <summary>The resource's tags.</summary>
    public List<Tag>? Tags { get; set; } = InitialList.Of<Tag>();

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "routeTableId":
                RouteTableId = xml.String();
                break;
            case "vpcId":
                VpcId = xml.String();
                break;
            case "ownerId":
                OwnerId = xml.String();
                break;
            case "associationSet":
                Associations = xml.List(Associations);
                break;
            case "propagatingVgwSet":
                PropagatingVgws = xml.List(PropagatingVgws);
                break;
            case "routeSet":
                Routes = xml.List(Routes);
                break;
            case "tagSet":
                Tags = xml.List(Tags);
                break;
        }
    }
}
