using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A range of ports.</summary>
public class PortRange : IXmlShape
{
    /// <summary>The first port.</summary>
    public int? From { get; set; }

    /// <summary>The last port.</summary>
    public int? To { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "from":
                From = xml.Int();
                break;
            case "to":
                To = xml.Int();
                break;
        }
    }
}
