using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>Whether hardware is shared with other accounts.</summary>
public class Tenancy : ConstantClass
{
    /// <summary><c>dedicated</c></summary>
    public static readonly Tenancy Dedicated = new("dedicated");

    /// <summary><c>default</c></summary>
    public static readonly Tenancy Default = new("default");

    /// <summary><c>host</c></summary>
    public static readonly Tenancy Host = new("host");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public Tenancy(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static Tenancy FindValue(string value) => FindValue<Tenancy>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator Tenancy?(string? value) => FindValue<Tenancy>(value);
}
