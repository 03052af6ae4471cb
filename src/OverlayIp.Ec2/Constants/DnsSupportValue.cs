using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>Whether DNS names resolve across a transit gateway.</summary>
public class DnsSupportValue : ConstantClass
{
    /// <summary><c>disable</c></summary>
    public static readonly DnsSupportValue Disable = new("disable");

    /// <summary><c>enable</c></summary>
    public static readonly DnsSupportValue Enable = new("enable");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public DnsSupportValue(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static DnsSupportValue FindValue(string value) => FindValue<DnsSupportValue>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator DnsSupportValue?(string? value) => FindValue<DnsSupportValue>(value);
}
