using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>The states of a transit gateway route table.</summary>
public class TransitGatewayRouteTableState : ConstantClass
{
    /// <summary><c>available</c></summary>
    public static readonly TransitGatewayRouteTableState Available = new("available");

    /// <summary><c>deleted</c></summary>
    public static readonly TransitGatewayRouteTableState Deleted = new("deleted");

    /// <summary><c>deleting</c></summary>
    public static readonly TransitGatewayRouteTableState Deleting = new("deleting");

    /// <summary><c>pending</c></summary>
    public static readonly TransitGatewayRouteTableState Pending = new("pending");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public TransitGatewayRouteTableState(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static TransitGatewayRouteTableState FindValue(string value) => FindValue<TransitGatewayRouteTableState>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TransitGatewayRouteTableState?(string? value) => FindValue<TransitGatewayRouteTableState>(value);
}
