using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>What a root device is on.</summary>
public class DeviceType : ConstantClass
{
    /// <summary><c>ebs</c></summary>
    public static readonly DeviceType Ebs = new("ebs");

    /// <summary><c>instance-store</c></summary>
    public static readonly DeviceType InstanceStore = new("instance-store");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public DeviceType(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static DeviceType FindValue(string value) => FindValue<DeviceType>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator DeviceType?(string? value) => FindValue<DeviceType>(value);
}
