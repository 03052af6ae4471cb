using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>The outcome of a status check.</summary>
public class StatusType : ConstantClass
{
    /// <summary><c>failed</c></summary>
    public static readonly StatusType Failed = new("failed");

    /// <summary><c>initializing</c></summary>
    public static readonly StatusType Initializing = new("initializing");

    /// <summary><c>insufficient-data</c></summary>
    public static readonly StatusType InsufficientData = new("insufficient-data");

    /// <summary><c>passed</c></summary>
    public static readonly StatusType Passed = new("passed");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public StatusType(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static StatusType FindValue(string value) => FindValue<StatusType>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator StatusType?(string? value) => FindValue<StatusType>(value);
}
