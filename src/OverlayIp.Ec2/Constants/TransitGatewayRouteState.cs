using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>The states of a route in a transit gateway route table.</summary>
public class TransitGatewayRouteState : ConstantClass
{
    /// <summary><c>active</c></summary>
    public static readonly TransitGatewayRouteState Active = new("active");

    /// <summary><c>blackhole</c></summary>
    public static readonly TransitGatewayRouteState Blackhole = new("blackhole");

    /// <summary><c>deleted</c></summary>
    public static readonly TransitGatewayRouteState Deleted = new("deleted");

    /// <summary><c>deleting</c></summary>
    public static readonly TransitGatewayRouteState Deleting = new("deleting");

    /// <summary><c>pending</c></summary>
    public static readonly TransitGatewayRouteState Pending = new("pending");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public TransitGatewayRouteState(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static TransitGatewayRouteState FindValue(string value) => FindValue<TransitGatewayRouteState>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TransitGatewayRouteState?(string? value) => FindValue<TransitGatewayRouteState>(value);
}
