using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>Whether a VPC attachment carries IPv6.</summary>
public class Ipv6SupportValue : ConstantClass
{
    /// <summary><c>disable</c></summary>
    public static readonly Ipv6SupportValue Disable = new("disable");

    /// <summary><c>enable</c></summary>
    public static readonly Ipv6SupportValue Enable = new("enable");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public Ipv6SupportValue(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static Ipv6SupportValue FindValue(string value) => FindValue<Ipv6SupportValue>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator Ipv6SupportValue?(string? value) => FindValue<Ipv6SupportValue>(value);
}
