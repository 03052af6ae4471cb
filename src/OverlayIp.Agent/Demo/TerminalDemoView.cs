using System.Globalization;
using Spectre.Console;

namespace OverlayIp.Agent.Demo;

/// <summary>For a terminal: rules, tables, and a live status while a step is under way.</summary>
internal sealed class TerminalDemoView(IAnsiConsole console) : IDemoView
{
    public static TerminalDemoView Create(TextWriter writer) =>
        new(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) }));

    public void Open()
    {
        console.Write(new Panel(new Markup($"[bold]{DemoWords.Title.EscapeMarkup()}[/]\n[grey]{DemoWords.Subtitle.EscapeMarkup()}[/]"))
            .RoundedBorder()
            .BorderColor(Color.SteelBlue1));
        console.WriteLine();
    }

    public async Task<DemoStep> ShowAsync(int number, int total, string title, Func<Task<DemoStep>> playAsync)
    {
        var step = await console.Status()
            .Spinner(Spinner.Known.Dots)
            .StartAsync($"{number}/{total} {title.EscapeMarkup()}", _ => playAsync());
        var (colour, sign) = step.Outcome switch
        {
            "done" => ("green", "done"),
            "skipped" => ("yellow", "skipped"),
            _ => ("red", "FAILED"),
        };
        console.Write(new Rule($"[{colour}]{number}/{total}[/] [bold]{title.EscapeMarkup()}[/] [{colour}]{sign}[/]").LeftJustified().RuleStyle("grey"));
        console.MarkupLine($"[steelblue1]PS>[/] [bold]{step.PowerShell.EscapeMarkup()}[/]");
        foreach (var fact in step.Facts)
            console.MarkupLine(step.Outcome == "done" ? fact.EscapeMarkup() : $"[{colour}]{fact.EscapeMarkup()}[/]");

        if (step.Table is { } found)
            console.Write(TableOf(found));

        console.MarkupLine($"[grey]{step.Cost().EscapeMarkup()}[/]");
        console.WriteLine();
        return step;
    }

    public void Live(string line) => console.MarkupLine($"[bold yellow]{line.EscapeMarkup()}[/]");

    public void Close(DemoReport report)
    {
        var time = report.ElapsedSeconds.ToString("0.000", CultureInfo.InvariantCulture);
        console.MarkupLine(report.Succeeded
            ? $"[bold green]{DemoWords.Success(report).EscapeMarkup()}[/] [grey]({time}s)[/]"
            : $"[bold red]{DemoWords.Failure.EscapeMarkup()}[/]");
    }

    private static Table TableOf(DemoTable found)
    {
        var table = new Table().RoundedBorder().BorderColor(Color.Grey);
        foreach (var column in found.Columns)
            table.AddColumn(new TableColumn($"[grey]{column.EscapeMarkup()}[/]"));

        foreach (var row in found.Rows)
            table.AddRow([.. row.Select(Cell)]);

        return table;
    }

    private static string Cell(string text) => text switch
    {
        "active" or "running" or "off" => $"[green]{text}[/]",
        "blackhole" or "stopped" or "stopping" => $"[red]{text}[/]",
        _ => text.EscapeMarkup(),
    };
}
