using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>How far the association of a route table has got.</summary>
public class RouteTableAssociationStateCode : ConstantClass
{
    /// <summary><c>associated</c></summary>
    public static readonly RouteTableAssociationStateCode Associated = new("associated");

    /// <summary><c>associating</c></summary>
    public static readonly RouteTableAssociationStateCode Associating = new("associating");

    /// <summary><c>disassociated</c></summary>
    public static readonly RouteTableAssociationStateCode Disassociated = new("disassociated");

    /// <summary><c>disassociating</c></summary>
    public static readonly RouteTableAssociationStateCode Disassociating = new("disassociating");

    /// <summary><c>failed</c></summary>
    public static readonly RouteTableAssociationStateCode Failed = new("failed");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public RouteTableAssociationStateCode(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static RouteTableAssociationStateCode FindValue(string value) => FindValue<RouteTableAssociationStateCode>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator RouteTableAssociationStateCode?(string? value) => FindValue<RouteTableAssociationStateCode>(value);
}
