using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>The states of an instance.</summary>
public class InstanceStateName : ConstantClass
{
    /// <summary><c>pending</c></summary>
    public static readonly InstanceStateName Pending = new("pending");

    /// <summary><c>running</c></summary>
    public static readonly InstanceStateName Running = new("running");

    /// <summary><c>shutting-down</c></summary>
    public static readonly InstanceStateName ShuttingDown = new("shutting-down");

    /// <summary><c>stopped</c></summary>
    public static readonly InstanceStateName Stopped = new("stopped");

    /// <summary><c>stopping</c></summary>
    public static readonly InstanceStateName Stopping = new("stopping");

    /// <summary><c>terminated</c></summary>
    public static readonly InstanceStateName Terminated = new("terminated");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public InstanceStateName(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static InstanceStateName FindValue(string value) => FindValue<InstanceStateName>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator InstanceStateName?(string? value) => FindValue<InstanceStateName>(value);
}
