using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>How far the last change of a prefix list has got.</summary>
public class PrefixListState : ConstantClass
{
    /// <summary><c>create-complete</c></summary>
    public static readonly PrefixListState CreateComplete = new("create-complete");

    /// <summary><c>create-failed</c></summary>
    public static readonly PrefixListState CreateFailed = new("create-failed");

    /// <summary><c>create-in-progress</c></summary>
    public static readonly PrefixListState CreateInProgress = new("create-in-progress");

    /// <summary><c>delete-complete</c></summary>
    public static readonly PrefixListState DeleteComplete = new("delete-complete");

    /// <summary><c>delete-failed</c></summary>
    public static readonly PrefixListState DeleteFailed = new("delete-failed");

    /// <summary><c>delete-in-progress</c></summary>
    public static readonly PrefixListState DeleteInProgress = new("delete-in-progress");

    /// <summary><c>modify-complete</c></summary>
    public static readonly PrefixListState ModifyComplete = new("modify-complete");

    /// <summary><c>modify-failed</c></summary>
    public static readonly PrefixListState ModifyFailed = new("modify-failed");

    /// <summary><c>modify-in-progress</c></summary>
    public static readonly PrefixListState ModifyInProgress = new("modify-in-progress");

    /// <summary><c>restore-complete</c></summary>
    public static readonly PrefixListState RestoreComplete = new("restore-complete");

    /// <summary><c>restore-failed</c></summary>
    public static readonly PrefixListState RestoreFailed = new("restore-failed");

    /// <summary><c>restore-in-progress</c></summary>
    public static readonly PrefixListState RestoreInProgress = new("restore-in-progress");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public PrefixListState(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static PrefixListState FindValue(string value) => FindValue<PrefixListState>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator PrefixListState?(string? value) => FindValue<PrefixListState>(value);
}
