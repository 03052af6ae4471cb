namespace OverlayIp.Engine.Addressing.Persistence;

// Reads into YamlMapping; what is no mapping at the top, or is malformed, gives what could be read up to there.
internal sealed class YamlReader
{
    private readonly List<(int Indent, string Text)> _lines;
    private int _next;

    public YamlReader(string text)
    {
        _lines = [];
        foreach (var raw in text.Split('\n'))
        {
            var line = WithoutComment(raw).TrimEnd();
            var content = line.TrimStart();
            if (content.Length > 0 && content is not ("---" or "..."))
                _lines.Add((line.Length - content.Length, content));
        }

        JoinFlows();
    }

    public YamlMapping Read() => _lines.Count > 0 && ReadBlock(_lines[0].Indent) is YamlMapping mapping ? mapping : new YamlMapping();

    private object ReadBlock(int indent) => _lines[_next].Text is "-" || _lines[_next].Text.StartsWith("- ", StringComparison.Ordinal) ? ReadSequence(indent) : ReadMapping(indent);

    private YamlMapping ReadMapping(int indent)
    {
        var mapping = new YamlMapping();
        while (_next < _lines.Count && _lines[_next].Indent == indent)
        {
            var (key, rest) = SplitKey(_lines[_next].Text);
            if (key is null)
                break;

            _next++;
            mapping.Add(key, rest.Length > 0 ? Flow(rest) : ReadNested(indent));
        }

        return mapping;
    }

    // A sequence may stand at the indentation of its key.
    private object? ReadNested(int indent)
    {
        if (_next >= _lines.Count)
            return null;

        var (next, text) = _lines[_next];
        return next > indent || (next == indent && (text == "-" || text.StartsWith("- ", StringComparison.Ordinal))) ? ReadBlock(next) : null;
    }

    private List<object> ReadSequence(int indent)
    {
        var items = new List<object>();
        while (_next < _lines.Count && _lines[_next] is { } line && line.Indent == indent && (line.Text == "-" || line.Text.StartsWith("- ", StringComparison.Ordinal)))
        {
            var content = line.Text[1..].TrimStart();
            if (content.Length > 0 && (content[0] is '{' or '[' || SplitKey(content).Key is null))
            {
                _next++;
                items.Add(Flow(content) ?? "");
            }
            else if (content.Length > 0)
            {
                // "- key: value": a mapping whose first key stands where the text begins.
                _lines[_next] = (indent + (line.Text.Length - content.Length), content);
                items.Add(ReadMapping(_lines[_next].Indent));
            }
            else
            {
                _next++;
                items.Add(ReadNested(indent) ?? "");
            }
        }

        return items;
    }

    private static object? Flow(string text)
    {
        var position = 0;
        return ReadFlow(text, ref position);
    }

    private static object? ReadFlow(string text, ref int position)
    {
        SkipBlanks(text, ref position);
        if (position >= text.Length)
            return null;

        if (text[position] is not ('{' or '['))
            return position == 0 ? Unquoted(text) : Scalar(text, ref position);

        var isMapping = text[position++] == '{';
        var mapping = new YamlMapping();
        var items = new List<object>();
        while (position < text.Length)
        {
            SkipBlanks(text, ref position);
            if (position >= text.Length || text[position] is '}' or ']')
            {
                position++;
                break;
            }

            if (text[position] == ',')
            {
                position++;
                continue;
            }

            if (!isMapping)
            {
                items.Add(ReadFlow(text, ref position) ?? "");
                continue;
            }

            var key = Scalar(text, ref position);
            SkipBlanks(text, ref position);
            if (position < text.Length && text[position] == ':')
                position++;

            mapping.Add(key, ReadFlow(text, ref position));
        }

        return isMapping ? mapping : items;
    }

    private static string Scalar(string text, ref int position)
    {
        var start = position;
        if (text[position] is '"' or '\'')
        {
            var end = text.IndexOf(text[position], position + 1);
            position = end < 0 ? text.Length : end + 1;
            return Unquoted(text[start..position]);
        }

        // A colon ends a key only before a blank: addresses have colons too.
        while (position < text.Length && text[position] is not (',' or '}' or ']') && !(text[position] == ':' && (position + 1 == text.Length || text[position + 1] is ' ' or '{' or '[')))
            position++;

        if (position == start)
            position++;

        return text[start..position].Trim();
    }

    private static void SkipBlanks(string text, ref int position)
    {
        while (position < text.Length && text[position] == ' ')
            position++;
    }

    private static (string? Key, string After) SplitKey(string text)
    {
        var position = 0;
        if (text[0] is '"' or '\'')
            position = Math.Max(text.IndexOf(text[0], 1), 0);

        for (; position < text.Length; position++)
        {
            if (text[position] == ':' && (position + 1 == text.Length || text[position + 1] == ' '))
                return (Unquoted(text[..position].Trim()), text[(position + 1)..].Trim());
        }

        return (null, text);
    }

    private static string Unquoted(string text) => text.Length > 1 && text[0] is '"' or '\'' && text[^1] == text[0] ? text[1..^1] : text;

    private static string WithoutComment(string line)
    {
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            if (quote != '\0')
                quote = line[i] == quote ? '\0' : quote;
            else if (line[i] is '"' or '\'')
                quote = line[i];
            else if (line[i] == '#' && (i == 0 || line[i - 1] is ' ' or '\t'))
                return line[..i];
        }

        return line;
    }

    // A flow collection may go over several lines.
    private void JoinFlows()
    {
        for (var i = 0; i < _lines.Count; i++)
        {
            while (i + 1 < _lines.Count && _lines[i].Text.Count(c => c is '{' or '[') > _lines[i].Text.Count(c => c is '}' or ']'))
            {
                _lines[i] = (_lines[i].Indent, _lines[i].Text + " " + _lines[i + 1].Text);
                _lines.RemoveAt(i + 1);
            }
        }
    }
}
