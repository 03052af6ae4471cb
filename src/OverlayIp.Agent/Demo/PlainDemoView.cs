using System.Globalization;
using OverlayIp.Agent.Output;

namespace OverlayIp.Agent.Demo;

/// <summary>Plain lines, for files and pipes: nothing moves, nothing is coloured or wrapped.</summary>
internal sealed class PlainDemoView(TextWriter writer) : IDemoView
{
    public void Open()
    {
        writer.WriteLine(DemoWords.Title);
        writer.WriteLine(DemoWords.Subtitle);
        writer.WriteLine();
    }

    public async Task<DemoStep> ShowAsync(int number, int total, string title, Func<Task<DemoStep>> playAsync)
    {
        var step = await playAsync();
        writer.WriteLine($"[{number}/{total}] {title}{(step.Outcome == "done" ? "" : $" - {step.Outcome.ToUpperInvariant()}")}");
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
        await writer.FlushAsync();
        return step;
    }

    public void Close(DemoReport report) => writer.WriteLine(report.Succeeded
        ? string.Create(CultureInfo.InvariantCulture, $"{DemoWords.Success(report)} ({report.ElapsedSeconds:0.000}s)")
        : DemoWords.Failure);
}
