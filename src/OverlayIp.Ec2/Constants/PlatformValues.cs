using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>Platforms that EC2 tells apart.</summary>
public class PlatformValues : ConstantClass
{
    /// <summary><c>Windows</c></summary>
    public static readonly PlatformValues Windows = new("Windows");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public PlatformValues(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static PlatformValues FindValue(string value) => FindValue<PlatformValues>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator PlatformValues?(string? value) => FindValue<PlatformValues>(value);
}
