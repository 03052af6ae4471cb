using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>How a route came into its table.</summary>
public class RouteOrigin : ConstantClass
{
    /// <summary><c>Advertisement</c></summary>
    public static readonly RouteOrigin Advertisement = new("Advertisement");

    /// <summary><c>CreateRoute</c></summary>
    public static readonly RouteOrigin CreateRoute = new("CreateRoute");

    /// <summary><c>CreateRouteTable</c></summary>
    public static readonly RouteOrigin CreateRouteTable = new("CreateRouteTable");

    /// <summary><c>EnableVgwRoutePropagation</c></summary>
    public static readonly RouteOrigin EnableVgwRoutePropagation = new("EnableVgwRoutePropagation");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public RouteOrigin(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static RouteOrigin FindValue(string value) => FindValue<RouteOrigin>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator RouteOrigin?(string? value) => FindValue<RouteOrigin>(value);
}
