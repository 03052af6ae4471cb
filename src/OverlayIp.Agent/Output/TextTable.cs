using System.Text;

namespace OverlayIp.Agent.Output;

/// <summary>Rows of text in aligned columns: for people, and stable enough for <c>awk</c>.</summary>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<string[]> _rows = [headings];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void WriteTo(TextWriter writer, string indent = "")
    {
        var widths = headings.Select((_, column) => _rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in _rows)
        {
            var line = new StringBuilder(indent);
            for (var column = 0; column < row.Length; column++)
                line.Append(row[column].PadRight(widths[column] + 2));

            writer.WriteLine(line.ToString().TrimEnd());
        }
    }
}
