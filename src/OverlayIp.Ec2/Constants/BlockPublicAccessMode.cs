using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>The direction that VPC Block Public Access blocks.</summary>
public class BlockPublicAccessMode : ConstantClass
{
    /// <summary><c>block-bidirectional</c></summary>
    public static readonly BlockPublicAccessMode BlockBidirectional = new("block-bidirectional");

    /// <summary><c>block-ingress</c></summary>
    public static readonly BlockPublicAccessMode BlockIngress = new("block-ingress");

    /// <summary><c>off</c></summary>
    public static readonly BlockPublicAccessMode Off = new("off");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public BlockPublicAccessMode(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static BlockPublicAccessMode FindValue(string value) => FindValue<BlockPublicAccessMode>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator BlockPublicAccessMode?(string? value) => FindValue<BlockPublicAccessMode>(value);
}
