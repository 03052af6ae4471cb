using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A virtual private gateway that propagates routes into a table.</summary>
public class PropagatingVgw : IXmlShape
{
    /// <summary>The gateway, <c>vgw-…</c>.</summary>
    public string? GatewayId { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "gatewayId":
                GatewayId = xml.String();
                break;
        }
    }
}
