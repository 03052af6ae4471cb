using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Whether an instance is monitored in detail.</summary>
public class Monitoring : IXmlShape
{
    /// <summary><c>enabled</c>, <c>disabled</c>, or on the way there.</summary>
    public MonitoringState? State { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "state":
                State = xml.String();
                break;
        }
    }
}
