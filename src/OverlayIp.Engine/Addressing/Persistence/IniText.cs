namespace OverlayIp.Engine.Addressing.Persistence;

// Reads what systemd.syntax(7), nm-settings-keyfile(5) and state files below /run have in common: sections, keys, comments.
internal static class IniText
{
    public static IEnumerable<IniLine> Read(string text)
    {
        var section = "";
        var number = -1;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
                continue;

            if (line[0] == '[' && line[^1] == ']')
            {
                section = line[1..^1];
                yield return new IniLine(section, null, "", number);
                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                yield return new IniLine(section, line[..equals].Trim(), line[(equals + 1)..].Trim(), number);
        }
    }

    public static string? Value(string? text, string section, string key) =>
        text is null ? null : Read(text).LastOrDefault(line => line.Section == section && line.Key == key)?.Value;
}
