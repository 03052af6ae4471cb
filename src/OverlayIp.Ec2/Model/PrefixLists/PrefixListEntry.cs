using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A CIDR block of a prefix list.</summary>
public class PrefixListEntry : IXmlShape
{
    /// <summary>The CIDR block.</summary>
    public string? Cidr { get; set; }

    /// <summary>The entry's description.</summary>
    public string? Description { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "cidr":
                Cidr = xml.String();
                break;
            case "description":
                Description = xml.String();
                break;
        }
    }
}
