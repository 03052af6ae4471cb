using System.Text.Json.Serialization;
using OverlayIp.Agent.Commands;

namespace OverlayIp.Agent.Output;

/// <summary>The conditions that were tested, and whether all of them hold.</summary>
internal sealed record CheckReport
{
    /// <summary>True when something was tested, nothing failed, and nothing was left out for want of a permission.</summary>
    public required bool Passed { get; init; }

    /// <summary>How many checks have which status.</summary>
    public required CheckCountsReport Counts { get; init; }

    /// <summary>Seconds that all of it took.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>The checks, destination by destination.</summary>
    public required IReadOnlyList<CheckLineReport> Checks { get; init; }

    /// <summary>How many route sets could not be tested at all; the errors say why.</summary>
    [JsonIgnore]
    public int Errors { get; init; }

    public static CheckReport Of(CheckFindings found, TimeSpan elapsed) => new()
    {
        Passed = found.Passed,
        Counts = CheckCountsReport.Of(found.Checks),
        ElapsedSeconds = Math.Round(elapsed.TotalSeconds, 3),
        Checks = [.. found.Checks.Select(CheckLineReport.Of)],
        Errors = found.Errors.Count,
    };

    /// <summary>Writes it for people: a line for each check, then what deserves a look, then the verdict.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="isVerbose">True shows the evidence of everything.</param>
    public void WriteTo(TextWriter writer, bool isVerbose)
    {
        if (Checks.Count > 0)
        {
            var table = new TextTable("DESTINATION", "STATUS", "CHECK", "SUBJECT");
            foreach (var check in Checks)
                table.Add(check.Destination, check.Word, check.Id, check.Subject);

            table.WriteTo(writer);
        }

        foreach (var check in Checks.Where(c => isVerbose || c.IsNotable))
        {
            writer.WriteLine();
            writer.WriteLine($"{check.Word} {check.Id} {check.Subject}");
            writer.WriteLine($"  evidence: {check.Evidence.ReplaceLineEndings(" ")}");
            if (check.Remedy is { } remedy)
                writer.WriteLine($"  remedy:   {remedy}");
        }

        if (Checks.Count > 0)
            writer.WriteLine();

        writer.WriteLine(Judge());
    }

    private string Judge()
    {
        var untested = Checks.Count(c => c is { Status: nameof(OverlayCheckStatus.Skipped), Passed: false });
        var word = Passed ? "PASSED" : Counts.Fail > 0 ? "FAILED" : untested + Errors > 0 ? "NOT TESTED" : "NOTHING TESTED";
        (int Number, string What)[] counts =
            [(Errors, Errors == 1 ? "error" : "errors"), (Counts.Fail, "failed"), (untested, "not tested"), (Counts.Warn, Counts.Warn == 1 ? "warning" : "warnings"), (Counts.Pass, "passed"), (Counts.Skipped - untested, "skipped")];
        var concerned = Checks.Where(c => !c.Passed).Select(c => c.Destination).Distinct().ToList();
        var where = concerned.Count > 0 && Checks.Any(c => !concerned.Contains(c.Destination)) ? $" for {string.Join(", ", concerned)}" : "";
        return $"{word}{where}: {string.Join(", ", counts.Where(c => c.Number > 0).Select(c => $"{c.Number} {c.What}").DefaultIfEmpty("0 checks"))}";
    }
}
