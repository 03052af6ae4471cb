using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OverlayIp.Benchmarks.Measuring;

/// <summary>Collects results and writes them: Markdown on standard output, JSON into a file.</summary>
internal sealed class Report(Machine machine)
{
    public static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<BenchmarkResult> _results = [];

    public bool AllGoalsMet => _results.TrueForAll(r => r.Failure is null && r.Goals.All(g => g.Met));

    public void Add(BenchmarkResult result) => _results.Add(result);

    public async Task WriteAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        var path = options.Json ?? Path.Combine(
            Checkout.Root, "tests", "Benchmarks", "results", machine.Date.ToString("yyyy-MM-dd'T'HHmmss", CultureInfo.InvariantCulture) + ".json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(new { Machine = machine, Results = _results }, JsonOptions), cancellationToken);

        // The process inside the namespace is read by the one outside, which writes the tables.
        if (!options.InNamespace)
        {
            Console.Write(ToMarkdown());
            await Console.Error.WriteLineAsync($"Every measurement: {path}");
        }
    }

    /// <summary>The results that another process has written.</summary>
    public static async Task<BenchmarkResult> ReadSingleAsync(string path, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(path, cancellationToken));
        return document.RootElement.GetProperty("results")[0].Deserialize<BenchmarkResult>(JsonOptions)!;
    }

    private string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Measured on {machine.Date:yyyy-MM-dd}: {machine.Processor}, {machine.Cores} cores, {machine.System}, {machine.Runtime}; load {machine.LoadBefore:0.0} at the start, {Machine.Load:0.0} at the end.");
        foreach (var result in _results)
        {
            Append(text, result);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, BenchmarkResult result)
    {
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"### {result.Title}").AppendLine();
        if (result.Rows.Count > 0)
        {
            AppendRow(text, result.Header);
            AppendRow(text, result.Header.Select((_, i) => i == 0 ? "---" : "---:"));
            foreach (var row in result.Rows)
            {
                AppendRow(text, row);
            }

            text.AppendLine();
        }

        if (result.Failure is not null)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- **failed**: {result.Failure}");
        }

        foreach (var goal in result.Goals)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {(goal.Met ? "met" : "**missed**")}: {goal.What}, measured {goal.Measured:0.##}");
        }

        foreach (var skipped in result.Skipped)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- skipped: {skipped.What}: {skipped.Why}");
        }

        foreach (var note in result.Notes)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {note}");
        }
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
}
