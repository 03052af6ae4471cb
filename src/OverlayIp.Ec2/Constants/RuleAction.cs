using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>What a rule of a network ACL does with a packet.</summary>
public class RuleAction : ConstantClass
{
    /// <summary><c>allow</c></summary>
    public static readonly RuleAction Allow = new("allow");

    /// <summary><c>deny</c></summary>
    public static readonly RuleAction Deny = new("deny");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public RuleAction(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static RuleAction FindValue(string value) => FindValue<RuleAction>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator RuleAction?(string? value) => FindValue<RuleAction>(value);
}
