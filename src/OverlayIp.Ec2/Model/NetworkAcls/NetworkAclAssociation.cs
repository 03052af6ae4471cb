using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>That a subnet has a network ACL.</summary>
public class NetworkAclAssociation : IXmlShape
{
    /// <summary>The association, <c>aclassoc-…</c>.</summary>
    public string? NetworkAclAssociationId { get; set; }

    /// <summary>The network ACL, <c>acl-…</c>.</summary>
    public string? NetworkAclId { get; set; }

    /// <summary>The subnet, <c>subnet-…</c>.</summary>
    public string? SubnetId { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "networkAclAssociationId":
                NetworkAclAssociationId = xml.String();
                break;
            case "networkAclId":
                NetworkAclId = xml.String();
                break;
            case "subnetId":
                SubnetId = xml.String();
                break;
        }
    }
}
