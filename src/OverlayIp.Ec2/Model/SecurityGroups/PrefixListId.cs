using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A prefix list in a security group rule.</summary>
public class PrefixListId : IXmlShape
{
    /// <summary>The prefix list, <c>pl-…</c>.</summary>
    public string? Id { get; set; }

    /// <summary>The rule's description.</summary>
    public string? Description { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "prefixListId":
                Id = xml.String();
                break;
            case "description":
                Description = xml.String();
                break;
        }
    }
}
