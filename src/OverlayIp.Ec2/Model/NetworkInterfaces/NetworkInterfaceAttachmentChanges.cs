using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>What to change about an attachment.</summary>
public class NetworkInterfaceAttachmentChanges : IQueryStructure
{
    /// <summary>The attachment to change, <c>eni-attach-…</c>.</summary>
    public string? AttachmentId { get; set; }

    /// <summary>Whether it is deleted with the instance.</summary>
    public bool? DeleteOnTermination { get; set; }

    /// <summary>True: the default number of ENA queues.</summary>
    public bool? DefaultEnaQueueCount { get; set; }

    /// <summary>The number of ENA queues.</summary>
    public int? EnaQueueCount { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("AttachmentId", AttachmentId);
        writer.Add("DeleteOnTermination", DeleteOnTermination);
        writer.Add("DefaultEnaQueueCount", DefaultEnaQueueCount);
        writer.Add("EnaQueueCount", EnaQueueCount);
    }
}
