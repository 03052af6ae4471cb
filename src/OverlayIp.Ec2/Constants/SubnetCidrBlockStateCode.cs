using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>How far the association of a subnet's CIDR block has got.</summary>
public class SubnetCidrBlockStateCode : ConstantClass
{
    /// <summary><c>associated</c></summary>
    public static readonly SubnetCidrBlockStateCode Associated = new("associated");

    /// <summary><c>associating</c></summary>
    public static readonly SubnetCidrBlockStateCode Associating = new("associating");

    /// <summary><c>disassociated</c></summary>
    public static readonly SubnetCidrBlockStateCode Disassociated = new("disassociated");

    /// <summary><c>disassociating</c></summary>
    public static readonly SubnetCidrBlockStateCode Disassociating = new("disassociating");

    /// <summary><c>failed</c></summary>
    public static readonly SubnetCidrBlockStateCode Failed = new("failed");

    /// <summary><c>failing</c></summary>
    public static readonly SubnetCidrBlockStateCode Failing = new("failing");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public SubnetCidrBlockStateCode(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static SubnetCidrBlockStateCode FindValue(string value) => FindValue<SubnetCidrBlockStateCode>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator SubnetCidrBlockStateCode?(string? value) => FindValue<SubnetCidrBlockStateCode>(value);
}
