using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Which ICMP messages a rule is for.</summary>
public class IcmpTypeCode : IXmlShape
{
    /// <summary>The type; -1 for all.</summary>
    public int? Type { get; set; }

    /// <summary>The code; -1 for all.</summary>
    public int? Code { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "type":
                Type = xml.Int();
                break;
            case "code":
                Code = xml.Int();
                break;
        }
    }
}
