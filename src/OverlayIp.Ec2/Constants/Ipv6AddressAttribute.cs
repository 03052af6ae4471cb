using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>Whether IPv6 addresses are public.</summary>
public class Ipv6AddressAttribute : ConstantClass
{
    /// <summary><c>private</c></summary>
    public static readonly Ipv6AddressAttribute Private = new("private");

    /// <summary><c>public</c></summary>
    public static readonly Ipv6AddressAttribute Public = new("public");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public Ipv6AddressAttribute(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static Ipv6AddressAttribute FindValue(string value) => FindValue<Ipv6AddressAttribute>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator Ipv6AddressAttribute?(string? value) => FindValue<Ipv6AddressAttribute>(value);
}
