namespace OverlayIp.Engine.Addressing.Persistence;

// Reads the assignments of an ifcfg file, as NetworkManager, network-scripts and wicked all understand them.
internal static class ShellVariables
{
    public static Dictionary<string, string> Read(string? text)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var raw in (text ?? "").Split('\n'))
        {
            var line = raw.Trim();
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || line[0] == '#' || !line[..equals].All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
                continue;

            variables[line[..equals]] = Unquoted(line[(equals + 1)..]);
        }

        return variables;
    }

    private static string Unquoted(string value)
    {
        if (value.Length > 1 && value[0] is '"' or '\'')
        {
            var end = value.IndexOf(value[0], 1);
            return end < 0 ? value[1..] : value[1..end];
        }

        var blank = value.IndexOfAny([' ', '\t', '#']);
        return blank < 0 ? value : value[..blank];
    }
}
