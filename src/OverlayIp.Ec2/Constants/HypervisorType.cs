using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>Hypervisors.</summary>
public class HypervisorType : ConstantClass
{
    /// <summary><c>ovm</c></summary>
    public static readonly HypervisorType Ovm = new("ovm");

    /// <summary><c>xen</c></summary>
    public static readonly HypervisorType Xen = new("xen");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public HypervisorType(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static HypervisorType FindValue(string value) => FindValue<HypervisorType>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator HypervisorType?(string? value) => FindValue<HypervisorType>(value);
}
