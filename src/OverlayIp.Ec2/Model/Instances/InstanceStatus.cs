using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>The results of an instance's status checks.</summary>
public class InstanceStatus : IXmlShape
{
    /// <summary>The instance, <c>i-…</c>.</summary>
    public string? InstanceId { get; set; }

    /// <summary>The Availability Zone's name.</summary>
    public string? AvailabilityZone { get; set; }

    /// <summary>The Availability Zone's id, the same in all accounts.</summary>
    public string? AvailabilityZoneId { get; set; }

    /// <summary>The state of the instance.</summary>
    public InstanceState? InstanceState { get; set; }

    /// <summary>The checks of the instance's own software and network configuration.</summary>
    public InstanceStatusSummary? Status { get; set; }

    /// <summary>The checks of the systems that the instance runs on.</summary>
    public InstanceStatusSummary? SystemStatus { get; set; }

    /// <summary>The checks of the attached EBS volumes.</summary>
    public EbsStatusSummary? AttachedEbsStatus { get; set; }

    /// <summary>What AWS has scheduled for the instance.</summary>
    public List<InstanceStatusEvent>? Events { get; set; } = InitialList.Of<InstanceStatusEvent>();

    /// <summary>The ARN of the Outpost.</summary>
    public string? OutpostArn { get; set; }

    /// <summary>The service provider that manages it.</summary>
    public OperatorResponse? Operator { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "instanceId":
                InstanceId = xml.String();
                break;
            case "availabilityZone":
                AvailabilityZone = xml.String();
                break;
            case "availabilityZoneId":
                AvailabilityZoneId = xml.String();
                break;
            case "instanceState":
                InstanceState = xml.Shape<InstanceState>();
                break;
            case "instanceStatus":
                Status = xml.Shape<InstanceStatusSummary>();
                break;
            case "systemStatus":
                SystemStatus = xml.Shape<InstanceStatusSummary>();
                break;
            case "attachedEbsStatus":
                AttachedEbsStatus = xml.Shape<EbsStatusSummary>();
                break;
            case "eventsSet":
                Events = xml.List(Events);
                break;
            case "outpostArn":
                OutpostArn = xml.String();
                break;
            case "operator":
                Operator = xml.Shape<OperatorResponse>();
                break;
        }
    }
}
