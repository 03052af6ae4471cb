using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>Whether a VPC attachment keeps a flow to one Availability Zone.</summary>
public class ApplianceModeSupportValue : ConstantClass
{
    /// <summary><c>disable</c></summary>
    public static readonly ApplianceModeSupportValue Disable = new("disable");

    /// <summary><c>enable</c></summary>
    public static readonly ApplianceModeSupportValue Enable = new("enable");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public ApplianceModeSupportValue(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static ApplianceModeSupportValue FindValue(string value) => FindValue<ApplianceModeSupportValue>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ApplianceModeSupportValue?(string? value) => FindValue<ApplianceModeSupportValue>(value);
}
