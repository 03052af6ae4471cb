using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>Whether a transit gateway accepts attachments of other accounts by itself.</summary>
public class AutoAcceptSharedAttachmentsValue : ConstantClass
{
    /// <summary><c>disable</c></summary>
    public static readonly AutoAcceptSharedAttachmentsValue Disable = new("disable");

    /// <summary><c>enable</c></summary>
    public static readonly AutoAcceptSharedAttachmentsValue Enable = new("enable");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public AutoAcceptSharedAttachmentsValue(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static AutoAcceptSharedAttachmentsValue FindValue(string value) => FindValue<AutoAcceptSharedAttachmentsValue>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator AutoAcceptSharedAttachmentsValue?(string? value) => FindValue<AutoAcceptSharedAttachmentsValue>(value);
}
