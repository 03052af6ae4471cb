using System.Globalization;
using System.Management.Automation;

namespace OverlayIp.Binding;

/// <summary>
/// Reads a time span: <c>80ms</c>, <c>2s</c>, <c>00:00:00.080</c> or a <see cref="TimeSpan"/>. A bare number is refused, because
/// PowerShell would take it for ticks of 100 ns and nobody means those; so is a negative time span.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;

        // PowerShell reads a bare 2s as the 16-bit number 2, but keeps what was typed as the text of the argument.
        var duration = value is TimeSpan given ? given : Read(LanguagePrimitives.ConvertTo<string>(inputData).Trim());
        return duration is { } read && read >= TimeSpan.Zero
            ? read
            : throw new ArgumentTransformationMetadataException(
                $"'{value}' is not a time span. Expected one with its unit, such as 80ms, 2s or 00:00:00.080, and not negative.");
    }

    private static TimeSpan? Read(string text)
    {
        var (digits, unit) = text switch
        {
            [.. var number, 'm', 's'] => (number, TimeSpan.FromMilliseconds(1)),
            [.. var number, 's'] => (number, TimeSpan.FromSeconds(1)),
            _ => ("", TimeSpan.Zero),
        };
        if (unit > TimeSpan.Zero)
        {
            return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count < int.MaxValue
                ? count * unit
                : null;
        }

        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null;
    }
}
