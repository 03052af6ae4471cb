using System.Globalization;

namespace OverlayIp;

/// <summary>Ports from the first to the last, both included.</summary>
public sealed record OverlayPortRange
{
    /// <summary>Makes a range.</summary>
    /// <param name="first">The first port, 0 to 65535.</param>
    /// <param name="last">The last port, not below the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is no range of ports.</exception>
    public OverlayPortRange(int first, int last)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, 65535);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, last);
        First = first;
        Last = last;
    }

    /// <summary>Every port.</summary>
    public static OverlayPortRange All { get; } = new(0, 65535);

    /// <summary>The first port.</summary>
    public int First { get; }

    /// <summary>The last port.</summary>
    public int Last { get; }

    /// <summary>Reads a port such as <c>443</c>, or a range such as <c>8000-8100</c>.</summary>
    /// <param name="text">The text to read.</param>
    /// <exception cref="FormatException">The text is neither; the message says what is right.</exception>
    public static OverlayPortRange Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ends = text.Split('-');
        return ends.Length <= 2
            && TryReadPort(ends[0], out var first)
            && TryReadPort(ends[^1], out var last)
            && first <= last
            ? new OverlayPortRange(first, last)
            : throw new FormatException($"'{text}' is not a port. Expected a number from 0 to 65535, or a range such as 8000-8100.");
    }

    /// <summary>True when every port of the other range is in this one.</summary>
    /// <param name="other">The other range.</param>
    public bool Contains(OverlayPortRange other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return First <= other.First && other.Last <= Last;
    }

    /// <summary>True when the two ranges share a port.</summary>
    /// <param name="other">The other range.</param>
    public bool Overlaps(OverlayPortRange other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return First <= other.Last && other.First <= Last;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => First == Last
        ? First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");

    private static bool TryReadPort(string text, out int port) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535;
}
