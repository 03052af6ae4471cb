using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>Who brought an IP range.</summary>
public class IpSource : ConstantClass
{
    /// <summary><c>amazon</c></summary>
    public static readonly IpSource Amazon = new("amazon");

    /// <summary><c>byoip</c></summary>
    public static readonly IpSource Byoip = new("byoip");

    /// <summary><c>none</c></summary>
    public static readonly IpSource None = new("none");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public IpSource(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static IpSource FindValue(string value) => FindValue<IpSource>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator IpSource?(string? value) => FindValue<IpSource>(value);
}
