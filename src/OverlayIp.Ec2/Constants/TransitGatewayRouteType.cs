using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>How a route came into a transit gateway route table.</summary>
public class TransitGatewayRouteType : ConstantClass
{
    /// <summary><c>propagated</c></summary>
    public static readonly TransitGatewayRouteType Propagated = new("propagated");

    /// <summary><c>static</c></summary>
    public static readonly TransitGatewayRouteType Static = new("static");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public TransitGatewayRouteType(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static TransitGatewayRouteType FindValue(string value) => FindValue<TransitGatewayRouteType>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TransitGatewayRouteType?(string? value) => FindValue<TransitGatewayRouteType>(value);
}
