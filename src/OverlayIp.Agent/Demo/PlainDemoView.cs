using System.Globalization;
using OverlayIp.Agent.Output;

namespace OverlayIp.Agent.Demo;

/// <summary>Plain lines, for files and pipes: nothing moves, nothing is coloured or wrapped.</summary>
internal sealed class PlainDemoView(TextWriter writer) : IDemoView
{
    private readonly Lock _gate = new();
    private string? _heading;

    public void Open()
    {
        writer.WriteLine(DemoWords.Title);
        writer.WriteLine(DemoWords.Subtitle);
        writer.WriteLine();
    }

    public async Task<DemoStep> ShowAsync(int number, int total, string title, Func<Task<DemoStep>> playAsync)
    {
        lock (_gate)
            _heading = $"[{number}/{total}] {title}";

        var step = await playAsync();
        lock (_gate)
            Write(step);

        await writer.FlushAsync();
        return step;
    }

    public void Live(string line)
    {
        lock (_gate)
        {
            WriteHeading("");
            writer.WriteLine($"  {line}");
            writer.Flush();
        }
    }

    public void Close(DemoReport report) => writer.WriteLine(report.Succeeded
        ? string.Create(CultureInfo.InvariantCulture, $"{DemoWords.Success(report)} ({report.ElapsedSeconds:0.000}s)")
        : DemoWords.Failure);

    private void Write(DemoStep step)
    {
        var outcome = step.Outcome == "done" ? "" : $" - {step.Outcome.ToUpperInvariant()}";
        if (!WriteHeading(outcome) && outcome.Length > 0)
            writer.WriteLine($"  {outcome[3..]}");

        writer.WriteLine($"  PS> {step.PowerShell}");
        foreach (var fact in step.Facts)
            writer.WriteLine($"  {fact}");

        if (step.Table is { } found)
        {
            var table = new TextTable([.. found.Columns]);
            foreach (var row in found.Rows)
                table.Add([.. row]);

            table.WriteTo(writer, "    ");
        }

        writer.WriteLine($"  ({step.Cost()})");
        writer.WriteLine();
    }

    // Before the first line of a step, once its outcome is known or something has happened meanwhile.
    private bool WriteHeading(string outcome)
    {
        if (_heading is null)
            return false;

        writer.WriteLine(_heading + outcome);
        _heading = null;
        return true;
    }
}
