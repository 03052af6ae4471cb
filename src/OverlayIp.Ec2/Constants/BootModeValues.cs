using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>Boot modes of images.</summary>
public class BootModeValues : ConstantClass
{
    /// <summary><c>legacy-bios</c></summary>
    public static readonly BootModeValues LegacyBios = new("legacy-bios");

    /// <summary><c>uefi</c></summary>
    public static readonly BootModeValues Uefi = new("uefi");

    /// <summary><c>uefi-preferred</c></summary>
    public static readonly BootModeValues UefiPreferred = new("uefi-preferred");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public BootModeValues(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static BootModeValues FindValue(string value) => FindValue<BootModeValues>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator BootModeValues?(string? value) => FindValue<BootModeValues>(value);
}
