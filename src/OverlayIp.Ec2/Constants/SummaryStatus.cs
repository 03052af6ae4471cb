using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>The outcome of the status checks of one kind.</summary>
public class SummaryStatus : ConstantClass
{
    /// <summary><c>impaired</c></summary>
    public static readonly SummaryStatus Impaired = new("impaired");

    /// <summary><c>initializing</c></summary>
    public static readonly SummaryStatus Initializing = new("initializing");

    /// <summary><c>insufficient-data</c></summary>
    public static readonly SummaryStatus InsufficientData = new("insufficient-data");

    /// <summary><c>not-applicable</c></summary>
    public static readonly SummaryStatus NotApplicable = new("not-applicable");

    /// <summary><c>ok</c></summary>
    public static readonly SummaryStatus Ok = new("ok");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public SummaryStatus(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static SummaryStatus FindValue(string value) => FindValue<SummaryStatus>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator SummaryStatus?(string? value) => FindValue<SummaryStatus>(value);
}
