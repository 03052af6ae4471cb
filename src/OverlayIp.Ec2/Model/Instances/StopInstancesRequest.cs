using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Asks for instances to be stopped (<c>StopInstances</c>).</summary>
public class StopInstancesRequest : AmazonEC2Request
{
    /// <summary>Creates a request to be filled in.</summary>
    public StopInstancesRequest()
    {
    }

    /// <summary>Creates a request for instances.</summary>
    /// <param name="instanceIds">The instances.</param>
    public StopInstancesRequest(List<string> instanceIds) => InstanceIds = instanceIds;

    /// <summary>The instances, <c>i-…</c>.</summary>
    public List<string>? InstanceIds { get; set; } = InitialList.Of<string>();

    /// <summary>True: the operating system is not given the time to write its caches out.</summary>
    public bool? Force { get; set; }

    /// <summary>True: hibernates the instances, if they were launched with hibernation enabled.</summary>
    public bool? Hibernate { get; set; }

    /// <summary>True: the operating system is not shut down in order.</summary>
    public bool? SkipOsShutdown { get; set; }

    /// <summary>True: only checks the caller's permission, and always answers with an error that tells the outcome.</summary>
    public bool? DryRun { get; set; }

    internal override string Action => "StopInstances";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("InstanceId", InstanceIds);
        writer.Add("Force", Force);
        writer.Add("Hibernate", Hibernate);
        writer.Add("SkipOsShutdown", SkipOsShutdown);
        writer.Add("DryRun", DryRun);
    }
}
