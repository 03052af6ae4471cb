using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>Whether a transit gateway lets new attachments propagate their routes.</summary>
public class DefaultRouteTablePropagationValue : ConstantClass
{
    /// <summary><c>disable</c></summary>
    public static readonly DefaultRouteTablePropagationValue Disable = new("disable");

    /// <summary><c>enable</c></summary>
    public static readonly DefaultRouteTablePropagationValue Enable = new("enable");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public DefaultRouteTablePropagationValue(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static DefaultRouteTablePropagationValue FindValue(string value) => FindValue<DefaultRouteTablePropagationValue>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator DefaultRouteTablePropagationValue?(string? value) => FindValue<DefaultRouteTablePropagationValue>(value);
}
