using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>Whether rules may refer to security groups across a transit gateway.</summary>
public class SecurityGroupReferencingSupportValue : ConstantClass
{
    /// <summary><c>disable</c></summary>
    public static readonly SecurityGroupReferencingSupportValue Disable = new("disable");

    /// <summary><c>enable</c></summary>
    public static readonly SecurityGroupReferencingSupportValue Enable = new("enable");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public SecurityGroupReferencingSupportValue(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static SecurityGroupReferencingSupportValue FindValue(string value) => FindValue<SecurityGroupReferencingSupportValue>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator SecurityGroupReferencingSupportValue?(string? value) => FindValue<SecurityGroupReferencingSupportValue>(value);
}
