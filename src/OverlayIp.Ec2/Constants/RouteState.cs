using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>Whether a route can take packets.</summary>
public class RouteState : ConstantClass
{
    /// <summary><c>active</c></summary>
    public static readonly RouteState Active = new("active");

    /// <summary><c>blackhole</c></summary>
    public static readonly RouteState Blackhole = new("blackhole");

    /// <summary><c>filtered</c></summary>
    public static readonly RouteState Filtered = new("filtered");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public RouteState(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static RouteState FindValue(string value) => FindValue<RouteState>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator RouteState?(string? value) => FindValue<RouteState>(value);
}
