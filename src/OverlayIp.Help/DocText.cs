using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace OverlayIp.Help;

/// <summary>Turns doc elements into paragraphs of plain text, which is all that Get-Help can show.</summary>
/// <param name="nameOf">Gives the name that a <c>cref</c> has for a PowerShell user.</param>
internal sealed partial class DocText(Func<XElement, string> nameOf)
{
    /// <summary>The paragraphs of an element.</summary>
    public IReadOnlyList<string> Paragraphs(XElement? element) => element is null ? [] : Paragraphs(element.Nodes());

    /// <summary>The paragraphs of a run of nodes.</summary>
    public IReadOnlyList<string> Paragraphs(IEnumerable<XNode> nodes)
    {
        var paragraphs = new List<string>();
        var inline = new StringBuilder();
        foreach (var node in nodes)
        {
            if (node is not XElement { Name.LocalName: "para" or "list" or "code" } block)
            {
                inline.Append(Inline(node));
                continue;
            }

            Flush();
            switch (block.Name.LocalName)
            {
                case "para":
                    paragraphs.AddRange(Paragraphs(block));
                    break;
                case "list":
                    paragraphs.Add(List(block, ""));
                    break;
                default:
                    paragraphs.Add(Code(block));
                    break;
            }
        }

        Flush();
        paragraphs.RemoveAll(p => p.Length == 0);
        return paragraphs;

        void Flush()
        {
            paragraphs.AddRange(BlankLine().Split(inline.ToString()).Select(Collapse));
            inline.Clear();
        }
    }

    /// <summary>All text of an element in one line.</summary>
    public string Line(XElement? element) => string.Join(' ', Paragraphs(element));

    /// <summary>A code block without the indentation it has in the source file.</summary>
    public static string Code(XElement element)
    {
        var lines = element.Value.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()).ToList();
        while (lines.Count > 0 && lines[0].Length == 0)
            lines.RemoveAt(0);
        while (lines.Count > 0 && lines[^1].Length == 0)
            lines.RemoveAt(lines.Count - 1);

        // The first line may follow <code> directly; the others are then indented relative to that tag.
        var startsInline = !element.Value.TrimStart(' ', '\t').StartsWith('\n');
        var indents = lines.Skip(startsInline ? 1 : 0).Where(l => l.Length > 0).Select(l => l.Length - l.TrimStart().Length);
        if (startsInline && element is IXmlLineInfo info && info.HasLineInfo())
            indents = indents.Append(info.LinePosition - "<c".Length);
        var indent = indents.DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select((l, i) => i == 0 && startsInline ? l.TrimStart() : l.Length > indent ? l[indent..] : ""));
    }

    private string Inline(XNode node) => node switch
    {
        XText text => text.Value,
        XElement element => element.Name.LocalName switch
        {
            "see" or "seealso" => See(element),
            "paramref" or "typeparamref" => element.Attribute("name")?.Value ?? "",
            "br" => " ",
            _ => string.Concat(element.Nodes().Select(Inline)),
        },
        _ => "",
    };

    private string See(XElement element)
    {
        var text = Collapse(string.Concat(element.Nodes().Select(Inline)));
        if (element.Attribute("langword")?.Value is { } word)
            return word is "null" or "true" or "false" ? "$" + word : word;
        if (element.Attribute("href")?.Value is { } uri)
            return text.Length == 0 || text == uri ? uri : $"{text} ({uri})";
        return text.Length > 0 ? text : nameOf(element);
    }

    private string List(XElement list, string indent)
    {
        var numbered = list.Attribute("type")?.Value == "number";
        var lines = new List<string>();
        foreach (var item in list.Elements("item"))
        {
            var term = item.Element("term");
            var body = item.Element("description") ?? (term is null ? item : null);
            var text = Collapse(string.Concat((body?.Nodes() ?? []).Where(n => n is not XElement { Name.LocalName: "list" }).Select(Inline)));
            var head = term is null ? "" : Collapse(string.Concat(term.Nodes().Select(Inline)));
            var mark = numbered ? (lines.Count + 1).ToString(CultureInfo.InvariantCulture) + ". " : "- ";
            lines.Add(indent + mark + string.Join(": ", new[] { head, text }.Where(t => t.Length > 0)));
            foreach (var nested in body?.Elements("list") ?? [])
                lines[^1] += "\n" + List(nested, indent + "  ");
        }

        return string.Join('\n', lines);
    }

    private static string Collapse(string text) => Whitespace().Replace(text, " ").Trim();

    [GeneratedRegex(@"\n[ \t]*\r?\n")]
    private static partial Regex BlankLine();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
