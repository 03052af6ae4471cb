using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>The attributes of an instance that are read and changed one by one.</summary>
public class InstanceAttributeName : ConstantClass
{
    /// <summary><c>blockDeviceMapping</c></summary>
    public static readonly InstanceAttributeName BlockDeviceMapping = new("blockDeviceMapping");

    /// <summary><c>disableApiStop</c></summary>
    public static readonly InstanceAttributeName DisableApiStop = new("disableApiStop");

    /// <summary><c>disableApiTermination</c></summary>
    public static readonly InstanceAttributeName DisableApiTermination = new("disableApiTermination");

    /// <summary><c>ebsOptimized</c></summary>
    public static readonly InstanceAttributeName EbsOptimized = new("ebsOptimized");

    /// <summary><c>enaSupport</c></summary>
    public static readonly InstanceAttributeName EnaSupport = new("enaSupport");

    /// <summary><c>enclaveOptions</c></summary>
    public static readonly InstanceAttributeName EnclaveOptions = new("enclaveOptions");

    /// <summary><c>groupSet</c></summary>
    public static readonly InstanceAttributeName GroupSet = new("groupSet");

    /// <summary><c>instanceInitiatedShutdownBehavior</c></summary>
    public static readonly InstanceAttributeName InstanceInitiatedShutdownBehavior = new("instanceInitiatedShutdownBehavior");

    /// <summary><c>instanceType</c></summary>
    public static readonly InstanceAttributeName InstanceType = new("instanceType");

    /// <summary><c>kernel</c></summary>
    public static readonly InstanceAttributeName Kernel = new("kernel");

    /// <summary><c>productCodes</c></summary>
    public static readonly InstanceAttributeName ProductCodes = new("productCodes");

    /// <summary><c>ramdisk</c></summary>
    public static readonly InstanceAttributeName Ramdisk = new("ramdisk");

    /// <summary><c>rootDeviceName</c></summary>
    public static readonly InstanceAttributeName RootDeviceName = new("rootDeviceName");

    /// <summary><c>sourceDestCheck</c></summary>
    public static readonly InstanceAttributeName SourceDestCheck = new("sourceDestCheck");

    /// <summary><c>sriovNetSupport</c></summary>
    public static readonly InstanceAttributeName SriovNetSupport = new("sriovNetSupport");

    /// <summary><c>userData</c></summary>
    public static readonly InstanceAttributeName UserData = new("userData");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public InstanceAttributeName(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static InstanceAttributeName FindValue(string value) => FindValue<InstanceAttributeName>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator InstanceAttributeName?(string? value) => FindValue<InstanceAttributeName>(value);
}
