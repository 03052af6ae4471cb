using System.Globalization;

namespace OverlayIp.Agent.Demo;

/// <summary>An act that was played, as <c>--json</c> shows it.</summary>
internal sealed record DemoStep
{
    /// <summary>Counted from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What it does.</summary>
    public required string Title { get; init; }

    /// <summary><c>done</c>, <c>skipped</c> or <c>failed</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The PowerShell command for it.</summary>
    public required string PowerShell { get; init; }

    /// <summary>Sentences about what was done and found; for a skipped or failed step, why.</summary>
    public required IReadOnlyList<string> Facts { get; init; }

    /// <summary>What was read back, or null.</summary>
    public required DemoTable? Table { get; init; }

    /// <summary>The API calls that it took.</summary>
    public required IReadOnlyList<DemoApiCall> ApiCalls { get; init; }

    /// <summary>Seconds that it took.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>The calls and the time in one line.</summary>
    public string Cost()
    {
        var calls = ApiCalls.Count == 0
            ? "no API call"
            : string.Join(", ", ApiCalls.Select(c => c.Count == 1 ? c.Action : $"{c.Action} x{c.Count}"));
        return string.Create(CultureInfo.InvariantCulture, $"{calls}; {ElapsedSeconds:0.000}s");
    }
}
