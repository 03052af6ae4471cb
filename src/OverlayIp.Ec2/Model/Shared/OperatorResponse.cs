using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>The service provider that manages a resource.</summary>
public class OperatorResponse : IXmlShape
{
    /// <summary>Whether a service provider manages it.</summary>
    public bool? Managed { get; set; }

    /// <summary>The service provider.</summary>
    public string? Principal { get; set; }

    /// <summary>Whether it is left out of listings by default.</summary>
    public bool? HiddenByDefault { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "managed":
                Managed = xml.Bool();
                break;
            case "principal":
                Principal = xml.String();
                break;
            case "hiddenByDefault":
                HiddenByDefault = xml.Bool();
                break;
        }
    }
}
