using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A network ACL: stateless rules at the border of its subnets.</summary>
public class NetworkAcl : IXmlShape
{
    /// <summary>The network ACL, <c>acl-…</c>.</summary>
    public string? NetworkAclId { get; set; }

    /// <summary>The VPC, <c>vpc-…</c>.</summary>
    public string? VpcId { get; set; }

    /// <summary>The owning account, twelve digits.</summary>
    public string? OwnerId { get; set; }

    /// <summary>Whether it is the VPC's default one, which subnets without their own have.</summary>
    public bool? IsDefault { get; set; }

    /// <summary>The subnets that have it.</summary>
    public List<NetworkAclAssociation>? Associations { get; set; } = InitialList.Of<NetworkAclAssociation>();

    /// <summary>Its rules, of both directions.</summary>
    public List<NetworkAclEntry>? Entries { get; set; } = InitialList.Of<NetworkAclEntry>();

    /// <summary>The resource's tags.</summary>
    public List<Tag>? Tags { get; set; } = InitialList.Of<Tag>();

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "networkAclId":
                NetworkAclId = xml.String();
                break;
            case "vpcId":
                VpcId = xml.String();
                break;
            case "ownerId":
                OwnerId = xml.String();
                break;
            case "default":
                IsDefault = xml.Bool();
                break;
            case "associationSet":
                Associations = xml.List(Associations);
                break;
            case "entrySet":
                Entries = xml.List(Entries);
                break;
            case "tagSet":
                Tags = xml.List(Tags);
                break;
        }
    }
}
