using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Why the state of a resource changed.</summary>
public class StateReason : IXmlShape
{
    /// <summary>The reason as a code, such as <c>Client.UserInitiatedShutdown</c>.</summary>
    public string? Code { get; set; }

    /// <summary>The reason as text.</summary>
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
