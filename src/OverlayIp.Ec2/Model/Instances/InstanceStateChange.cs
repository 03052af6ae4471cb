using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>The state of an instance before and after it was asked to change.</summary>
public class InstanceStateChange : IXmlShape
{
    /// <summary>The instance, <c>i-…</c>.</summary>
    public string? InstanceId { get; set; }

    /// <summary>The state now.</summary>
    public InstanceState? CurrentState { get; set; }

    /// <summary>The state before.</summary>
    public InstanceState? PreviousState { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "instanceId":
                InstanceId = xml.String();
                break;
            case "currentState":
                CurrentState = xml.Shape<InstanceState>();
                break;
            case "previousState":
                PreviousState = xml.Shape<InstanceState>();
                break;
        }
    }
}
