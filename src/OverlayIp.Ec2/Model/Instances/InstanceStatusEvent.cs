using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Something that AWS has scheduled for an instance.</summary>
public class InstanceStatusEvent : IXmlShape
{
    /// <summary>The event, <c>instance-event-…</c>.</summary>
    public string? InstanceEventId { get; set; }

    /// <summary>What is going to happen.</summary>
    public EventCode? Code { get; set; }

    /// <summary>The same in words; begins with <c>[Completed]</c> or <c>[Canceled]</c> once that is so.</summary>
    public string? Description { get; set; }

    /// <summary>The earliest start, in UTC.</summary>
    public DateTime? NotBefore { get; set; }

    /// <summary>The latest end, in UTC.</summary>
    public DateTime? NotAfter { get; set; }

    /// <summary>Until when the start can be put off, in UTC.</summary>
    public DateTime? NotBeforeDeadline { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "instanceEventId":
                InstanceEventId = xml.String();
                break;
            case "code":
                Code = xml.String();
                break;
            case "description":
                Description = xml.String();
                break;
            case "notBefore":
                NotBefore = xml.Time();
                break;
            case "notAfter":
                NotAfter = xml.Time();
                break;
            case "notBeforeDeadline":
                NotBeforeDeadline = xml.Time();
                break;
        }
    }
}
