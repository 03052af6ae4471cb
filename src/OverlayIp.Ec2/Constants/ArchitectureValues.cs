using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>CPU architectures.</summary>
public class ArchitectureValues : ConstantClass
{
    /// <summary><c>arm64</c></summary>
    public static readonly ArchitectureValues Arm64 = new("arm64");

    /// <summary><c>arm64_mac</c></summary>
    public static readonly ArchitectureValues Arm64_mac = new("arm64_mac");

    /// <summary><c>i386</c></summary>
    public static readonly ArchitectureValues I386 = new("i386");

    /// <summary><c>x86_64</c></summary>
    public static readonly ArchitectureValues X86_64 = new("x86_64");

    /// <summary><c>x86_64_mac</c></summary>
    public static readonly ArchitectureValues X86_64_mac = new("x86_64_mac");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public ArchitectureValues(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static ArchitectureValues FindValue(string value) => FindValue<ArchitectureValues>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ArchitectureValues?(string? value) => FindValue<ArchitectureValues>(value);
}
