using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>How far the association of a route table has got.</summary>
public class RouteTableAssociationState : IXmlShape
{
    /// <summary><c>associated</c> when the table is in use.</summary>
    public RouteTableAssociationStateCode? State { get; set; }

    /// <summary>Why, where EC2 says so.</summary>
    public string? StatusMessage { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "state":
                State = xml.String();
                break;
            case "statusMessage":
                StatusMessage = xml.String();
                break;
        }
    }
}
