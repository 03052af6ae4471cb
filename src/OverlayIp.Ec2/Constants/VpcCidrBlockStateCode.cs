using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>How far the association of a VPC's CIDR block has got.</summary>
public class VpcCidrBlockStateCode : ConstantClass
{
    /// <summary><c>associated</c></summary>
    public static readonly VpcCidrBlockStateCode Associated = new("associated");

    /// <summary><c>associating</c></summary>
    public static readonly VpcCidrBlockStateCode Associating = new("associating");

    /// <summary><c>disassociated</c></summary>
    public static readonly VpcCidrBlockStateCode Disassociated = new("disassociated");

    /// <summary><c>disassociating</c></summary>
    public static readonly VpcCidrBlockStateCode Disassociating = new("disassociating");

    /// <summary><c>failed</c></summary>
    public static readonly VpcCidrBlockStateCode Failed = new("failed");

    /// <summary><c>failing</c></summary>
    public static readonly VpcCidrBlockStateCode Failing = new("failing");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public VpcCidrBlockStateCode(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static VpcCidrBlockStateCode FindValue(string value) => FindValue<VpcCidrBlockStateCode>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator VpcCidrBlockStateCode?(string? value) => FindValue<VpcCidrBlockStateCode>(value);
}
