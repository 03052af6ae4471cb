using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Why the state of a resource changed.</summary>
public class StateReason : IXmlShape
{
    /// <summary>The code.</summary>
    public string? Code { get; set; }

    /// <summary>The message.</summary>
    public string? Message { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "code":
                Code = xml.String();
                break;
            case "message":
                Message = xml.String();
                break;
        }
    }
}
