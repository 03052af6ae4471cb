using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>How far the association of an attachment with a route table has got.</summary>
public class TransitGatewayAssociationState : ConstantClass
{
    /// <summary><c>associated</c></summary>
    public static readonly TransitGatewayAssociationState Associated = new("associated");

    /// <summary><c>associating</c></summary>
    public static readonly TransitGatewayAssociationState Associating = new("associating");

    /// <summary><c>disassociated</c></summary>
    public static readonly TransitGatewayAssociationState Disassociated = new("disassociated");

    /// <summary><c>disassociating</c></summary>
    public static readonly TransitGatewayAssociationState Disassociating = new("disassociating");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public TransitGatewayAssociationState(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static TransitGatewayAssociationState FindValue(string value) => FindValue<TransitGatewayAssociationState>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TransitGatewayAssociationState?(string? value) => FindValue<TransitGatewayAssociationState>(value);
}
