using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>Virtualization types.</summary>
public class VirtualizationType : ConstantClass
{
    /// <summary><c>hvm</c></summary>
    public static readonly VirtualizationType Hvm = new("hvm");

    /// <summary><c>paravirtual</c></summary>
    public static readonly VirtualizationType Paravirtual = new("paravirtual");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public VirtualizationType(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static VirtualizationType FindValue(string value) => FindValue<VirtualizationType>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator VirtualizationType?(string? value) => FindValue<VirtualizationType>(value);
}
