using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A security group.</summary>
public class SecurityGroup : IXmlShape
{
    /// <summary>The security group, <c>sg-…</c>.</summary>
    public string? GroupId { get; set; }

    /// <summary>The group's ARN.</summary>
    public string? SecurityGroupArn { get; set; }

    /// <summary>The group's name.</summary>
    public string? GroupName { get; set; }

    /// <summary>The description.</summary>
    public string? Description { get; set; }

    /// <summary>The VPC, <c>vpc-…</c>.</summary>
    public string? VpcId { get; set; }

    /// <summary>The owning account, twelve digits.</summary>
    public string? OwnerId { get; set; }

    /// <summary>What may come in.</summary>
    public List<IpPermission>? IpPermissions { get; set; } = InitialList.Of<IpPermission>();

    /// <summary>What may go out.</summary>
    public List<IpPermission>? IpPermissionsEgress { get; set; } = InitialList.Of<IpPermission>();

    /// <summary>The resource's tags.</summary>
    public List<Tag>? Tags { get; set; } = InitialList.Of<Tag>();

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "groupId":
                GroupId = xml.String();
                break;
            case "securityGroupArn":
                SecurityGroupArn = xml.String();
                break;
            case "groupName":
                GroupName = xml.String();
                break;
            case "groupDescription":
                Description = xml.String();
                break;
            case "vpcId":
                VpcId = xml.String();
                break;
            case "ownerId":
                OwnerId = xml.String();
                break;
            case "ipPermissions":
                IpPermissions = xml.List(IpPermissions);
                break;
            case "ipPermissionsEgress":
                IpPermissionsEgress = xml.List(IpPermissionsEgress);
                break;
            case "tagSet":
                Tags = xml.List(Tags);
                break;
        }
    }
}
