using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>The states of a transit gateway.</summary>
public class TransitGatewayState : ConstantClass
{
    /// <summary><c>available</c></summary>
    public static readonly TransitGatewayState Available = new("available");

    /// <summary><c>deleted</c></summary>
    public static readonly TransitGatewayState Deleted = new("deleted");

    /// <summary><c>deleting</c></summary>
    public static readonly TransitGatewayState Deleting = new("deleting");

    /// <summary><c>modifying</c></summary>
    public static readonly TransitGatewayState Modifying = new("modifying");

    /// <summary><c>pending</c></summary>
    public static readonly TransitGatewayState Pending = new("pending");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public TransitGatewayState(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static TransitGatewayState FindValue(string value) => FindValue<TransitGatewayState>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TransitGatewayState?(string? value) => FindValue<TransitGatewayState>(value);
}
