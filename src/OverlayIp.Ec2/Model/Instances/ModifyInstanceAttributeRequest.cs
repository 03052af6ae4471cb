using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Asks for one attribute of an instance to be changed (<c>ModifyInstanceAttribute</c>).</summary>
public class ModifyInstanceAttributeRequest : AmazonEC2Request
{
    /// <summary>Creates a request to be filled in.</summary>
    public ModifyInstanceAttributeRequest()
    {
    }

    /// <summary>Creates a request for an attribute of an instance.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="attribute">The attribute.</param>
    public ModifyInstanceAttributeRequest(string instanceId, InstanceAttributeName attribute)
    {
        InstanceId = instanceId;
        Attribute = attribute;
    }

    /// <summary>The instance, <c>i-…</c>.</summary>
    public string? InstanceId { get; set; }

    /// <summary>Whether packets neither from nor to this node are dropped. Overlay addresses need false.</summary>
    public bool? SourceDestCheck { get; set; }

    /// <summary>The security groups.</summary>
    public List<string>? Groups { get; set; } = InitialList.Of<string>();

    /// <summary>Whether it is protected from being stopped.</summary>
    public bool? DisableApiStop { get; set; }

    /// <summary>Whether it is protected from termination.</summary>
    public bool? DisableApiTermination { get; set; }

    /// <summary>Whether it is optimized for EBS.</summary>
    public bool? EbsOptimized { get; set; }

    /// <summary>Whether enhanced networking with ENA is on.</summary>
    public bool? EnaSupport { get; set; }

    /// <summary><c>stop</c> or <c>terminate</c>.</summary>
    public string? InstanceInitiatedShutdownBehavior { get; set; }

    /// <summary>The instance type, such as <c>t4g.micro</c>.</summary>
    public string? InstanceType { get; set; }

    /// <summary>The kernel.</summary>
    public string? Kernel { get; set; }

    /// <summary>The RAM disk.</summary>
    public string? Ramdisk { get; set; }

    /// <summary><c>simple</c> when enhanced networking by SR-IOV is on.</summary>
    public string? SriovNetSupport { get; set; }

    /// <summary>The user data, base64-encoded.</summary>
    public string? UserData { get; set; }

    /// <summary>Which attribute.</summary>
    public InstanceAttributeName? Attribute { get; set; }

    /// <summary>The new value, for attributes that have no parameter of their own here.</summary>
    public string? Value { get; set; }

    /// <summary>True: only checks the caller's permission, and always answers with an error that tells the outcome.</summary>
    public bool? DryRun { get; set; }

    internal override string Action => "ModifyInstanceAttribute";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("InstanceId", InstanceId);
        writer.Add("SourceDestCheck.Value", SourceDestCheck);
        writer.Add("GroupId", Groups);
        writer.Add("DisableApiStop.Value", DisableApiStop);
        writer.Add("DisableApiTermination.Value", DisableApiTermination);
        writer.Add("EbsOptimized.Value", EbsOptimized);
        writer.Add("EnaSupport.Value", EnaSupport);
        writer.Add("InstanceInitiatedShutdownBehavior.Value", InstanceInitiatedShutdownBehavior);
        writer.Add("InstanceType.Value", InstanceType);
        writer.Add("Kernel.Value", Kernel);
        writer.Add("Ramdisk.Value", Ramdisk);
        writer.Add("SriovNetSupport.Value", SriovNetSupport);
        writer.Add("UserData.Value", UserData);
        writer.Add("Attribute", Attribute);
        writer.Add("Value", Value);
        writer.Add("DryRun", DryRun);
    }
}
