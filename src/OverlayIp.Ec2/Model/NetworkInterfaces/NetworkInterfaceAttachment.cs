using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>How a network interface is attached to an instance.</summary>
public class NetworkInterfaceAttachment : IXmlShape
{
    /// <summary>The attachment, <c>eni-attach-…</c>.</summary>
    public string? AttachmentId { get; set; }

    /// <summary>The instance, <c>i-…</c>.</summary>
    public string? InstanceId { get; set; }

    /// <summary>The account that owns the instance, twelve digits.</summary>
    public string? InstanceOwnerId { get; set; }

    /// <summary>When it was attached, in UTC.</summary>
    public DateTime? AttachTime { get; set; }

    /// <summary>The device index on the instance; 0 is the primary interface.</summary>
    public int? DeviceIndex { get; set; }

    /// <summary>The network card on the instance.</summary>
    public int? NetworkCardIndex { get; set; }

    /// <summary><c>attached</c>, or on the way there or back.</summary>
    public AttachmentStatus? Status { get; set; }

    /// <summary>Whether it is deleted with the instance.</summary>
    public bool? DeleteOnTermination { get; set; }

    /// <summary>The number of ENA queues.</summary>
    public int? EnaQueueCount { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "attachmentId":
                AttachmentId = xml.String();
                break;
            case "instanceId":
                InstanceId = xml.String();
                break;
            case "instanceOwnerId":
                InstanceOwnerId = xml.String();
                break;
            case "attachTime":
                AttachTime = xml.Time();
                break;
            case "deviceIndex":
                DeviceIndex = xml.Int();
                break;
            case "networkCardIndex":
                NetworkCardIndex = xml.Int();
                break;
            case "status":
                Status = xml.String();
                break;
            case "deleteOnTermination":
                DeleteOnTermination = xml.Bool();
                break;
            case "enaQueueCount":
                EnaQueueCount = xml.Int();
                break;
        }
    }
}
