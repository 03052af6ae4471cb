using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A security group.</summary>
public class GroupIdentifier : IXmlShape
{
    /// <summary>The security group, <c>sg-…</c>.</summary>
    public string? GroupId { get; set; }

    /// <summary>The security group's name.</summary>
    public string? GroupName { get; set; }

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
        }
    }
}
