using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>Whether detailed monitoring is on.</summary>
public class MonitoringState : ConstantClass
{
    /// <summary><c>disabled</c></summary>
    public static readonly MonitoringState Disabled = new("disabled");

    /// <summary><c>disabling</c></summary>
    public static readonly MonitoringState Disabling = new("disabling");

    /// <summary><c>enabled</c></summary>
    public static readonly MonitoringState Enabled = new("enabled");

    /// <summary><c>pending</c></summary>
    public static readonly MonitoringState Pending = new("pending");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public MonitoringState(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static MonitoringState FindValue(string value) => FindValue<MonitoringState>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator MonitoringState?(string? value) => FindValue<MonitoringState>(value);
}
