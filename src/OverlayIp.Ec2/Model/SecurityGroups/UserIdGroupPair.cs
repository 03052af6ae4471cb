using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A security group in another one's rule: the private addresses of the interfaces that are in it.</summary>
public class UserIdGroupPair : IXmlShape
{
    /// <summary>The security group, <c>sg-…</c>.</summary>
    public string? GroupId { get; set; }

    /// <summary>The group's name.</summary>
    public string? GroupName { get; set; }

    /// <summary>The account that owns the group, twelve digits.</summary>
    public string? UserId { get; set; }

    /// <summary>The group's VPC, when the rule reaches through a VPC peering connection.</summary>
    public string? VpcId { get; set; }

    /// <summary>The VPC peering connection, <c>pcx-…</c>.</summary>
    public string? VpcPeeringConnectionId { get; set; }

    /// <summary>The state of that connection.</summary>
    public string? PeeringStatus { get; set; }

    /// <summary>The rule's description.</summary>
    public string? Description { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "groupId":
                GroupId = xml.String();
                break;
            case "groupName":
                GroupName = xml.String();
                break;
            case "userId":
                UserId = xml.String();
                break;
            case "vpcId":
                VpcId = xml.String();
                break;
            case "vpcPeeringConnectionId":
                VpcPeeringConnectionId = xml.String();
                break;
            case "peeringStatus":
                PeeringStatus = xml.String();
                break;
            case "description":
                Description = xml.String();
                break;
        }
    }
}
