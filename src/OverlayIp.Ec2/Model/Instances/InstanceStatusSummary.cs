using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>The outcome of one kind of status checks.</summary>
public class InstanceStatusSummary : IXmlShape
{
    /// <summary><c>ok</c> when all checks passed.</summary>
    public SummaryStatus? Status { get; set; }

    /// <summary>The checks one by one.</summary>
    public List<InstanceStatusDetails>? Details { get; set; } = InitialList.Of<InstanceStatusDetails>();

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "status":
                Status = xml.String();
                break;
            case "details":
                Details = xml.List(Details);
                break;
        }
    }
}
