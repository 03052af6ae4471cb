using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>The states of an attachment.</summary>
public class AttachmentStatus : ConstantClass
{
    /// <summary><c>attached</c></summary>
    public static readonly AttachmentStatus Attached = new("attached");

    /// <summary><c>attaching</c></summary>
    public static readonly AttachmentStatus Attaching = new("attaching");

    /// <summary><c>detached</c></summary>
    public static readonly AttachmentStatus Detached = new("detached");

    /// <summary><c>detaching</c></summary>
    public static readonly AttachmentStatus Detaching = new("detaching");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public AttachmentStatus(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static AttachmentStatus FindValue(string value) => FindValue<AttachmentStatus>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator AttachmentStatus?(string? value) => FindValue<AttachmentStatus>(value);
}
