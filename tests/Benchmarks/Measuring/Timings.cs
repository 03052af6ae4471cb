using System.Text.Json.Serialization;

namespace OverlayIp.Benchmarks.Measuring;

/// <summary>Repeated measurements of one thing, in milliseconds.</summary>
internal sealed record Timings(string What, IReadOnlyList<double> Milliseconds)
{
    public double Median => MedianOf(Milliseconds);

    public double Min => Milliseconds.Min();

    public double Max => Milliseconds.Max();

    /// <summary>Median, extremes and number of runs for a table, in the unit that suits their size.</summary>
    [JsonIgnore]
    public string[] Cells => [Show(Median), $"{Show(Min)} – {Show(Max)}", $"{Milliseconds.Count}"];

    /// <summary>The median of an unsorted series.</summary>
    public static double MedianOf(IEnumerable<double> series)
    {
        var sorted = series.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>A duration as people write it.</summary>
    public static string Show(double milliseconds) => Math.Abs(milliseconds) switch
    {
        >= 10_000 => FormattableString.Invariant($"{milliseconds / 1000:0.0} s"),
        >= 1000 => FormattableString.Invariant($"{milliseconds / 1000:0.00} s"),
        >= 100 => FormattableString.Invariant($"{milliseconds:0} ms"),
        _ => FormattableString.Invariant($"{milliseconds:0.0} ms"),
    };
}
