using System.Globalization;

namespace OverlayIp;

/// <summary>A token bucket: <see cref="Capacity"/> calls at once, refilled at <see cref="RefillPerSecond"/>.</summary>
/// <param name="Capacity">The most tokens that it holds.</param>
/// <param name="RefillPerSecond">Tokens that come back each second.</param>
public sealed record OverlayLabTokenBucket(int Capacity, double RefillPerSecond)
{
    /// <summary>Reads <c>capacity/refill</c>, such as <c>50/5</c>: fifty calls at once, then five a second.</summary>
    /// <param name="text">The text to read.</param>
    /// <exception cref="FormatException">The text is not of that form, or a number is not positive.</exception>
    public static OverlayLabTokenBucket Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var capacity) && capacity > 0
            && double.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var refill) && refill > 0
            ? new OverlayLabTokenBucket(capacity, refill)
            : throw new FormatException($"'{text}' is not a token bucket. Expected capacity/refill-per-second, such as 50/5.");
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Capacity}/{RefillPerSecond}");
}
