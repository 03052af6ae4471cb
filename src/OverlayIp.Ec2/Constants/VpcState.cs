using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>The states of a VPC.</summary>
public class VpcState : ConstantClass
{
    /// <summary><c>available</c></summary>
    public static readonly VpcState Available = new("available");

    /// <summary><c>pending</c></summary>
    public static readonly VpcState Pending = new("pending");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public VpcState(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static VpcState FindValue(string value) => FindValue<VpcState>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator VpcState?(string? value) => FindValue<VpcState>(value);
}
