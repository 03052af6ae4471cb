using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>The states of a subnet.</summary>
public class SubnetState : ConstantClass
{
    /// <summary><c>available</c></summary>
    public static readonly SubnetState Available = new("available");

    /// <summary><c>failed</c></summary>
    public static readonly SubnetState Failed = new("failed");

    /// <summary><c>failed-insufficient-capacity</c></summary>
    public static readonly SubnetState FailedInsufficientCapacity = new("failed-insufficient-capacity");

    /// <summary><c>pending</c></summary>
    public static readonly SubnetState Pending = new("pending");

    /// <summary><c>unavailable</c></summary>
    public static readonly SubnetState Unavailable = new("unavailable");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public SubnetState(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static SubnetState FindValue(string value) => FindValue<SubnetState>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator SubnetState?(string? value) => FindValue<SubnetState>(value);
}
