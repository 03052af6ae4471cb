using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>Whether a transit gateway associates new attachments with a route table.</summary>
public class DefaultRouteTableAssociationValue : ConstantClass
{
    /// <summary><c>disable</c></summary>
    public static readonly DefaultRouteTableAssociationValue Disable = new("disable");

    /// <summary><c>enable</c></summary>
    public static readonly DefaultRouteTableAssociationValue Enable = new("enable");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public DefaultRouteTableAssociationValue(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static DefaultRouteTableAssociationValue FindValue(string value) => FindValue<DefaultRouteTableAssociationValue>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator DefaultRouteTableAssociationValue?(string? value) => FindValue<DefaultRouteTableAssociationValue>(value);
}
