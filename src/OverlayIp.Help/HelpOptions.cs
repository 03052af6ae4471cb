namespace OverlayIp.Help;

/// <summary>Something about the command line that cannot be worked with.</summary>
internal sealed class HelpOptionsException(string message) : Exception(message);

/// <summary>What the tool is told. <c>@file</c> stands for the lines of a file, one argument each.</summary>
internal sealed class HelpOptions
{
    private const string Usage =
        "use --assembly <dll> --docs <xml> [--docs <xml>…] --reference <dll or directory> [--reference …] [--manifest <psd1>] [--topics <directory>] --output <xml>";

    /// <summary>The cmdlet assembly.</summary>
    public required string Assembly { get; init; }

    /// <summary>XML doc files; the cmdlet assembly's own comes first, and is the one that problems are reported against.</summary>
    public required IReadOnlyList<string> Docs { get; init; }

    /// <summary>All assemblies that the cmdlet assembly's signatures may lead to.</summary>
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>The module manifest whose exports are compared, or null.</summary>
    public string? Manifest { get; init; }

    /// <summary>The about topics that ship, by name without extension; null when not to be checked.</summary>
    public IReadOnlySet<string>? Topics { get; init; }

    public required string Output { get; init; }

    public static HelpOptions Parse(IReadOnlyList<string> args)
    {
        var values = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var words = args.SelectMany(Expand).ToList();
        for (var i = 0; i < words.Count; i += 2)
        {
            if (words[i] is not ("--assembly" or "--docs" or "--reference" or "--manifest" or "--topics" or "--output"))
                throw new HelpOptionsException($"'{words[i]}' is not an option: {Usage}");
            if (i + 1 == words.Count)
                throw new HelpOptionsException($"{words[i]} needs a value: {Usage}");
            if (!values.TryGetValue(words[i], out var list))
                values[words[i]] = list = [];
            list.Add(words[i + 1]);
        }

        return new HelpOptions
        {
            Assembly = Required("--assembly"),
            Output = Required("--output"),
            Docs = values.TryGetValue("--docs", out var docs) ? docs : throw new HelpOptionsException($"--docs is missing: {Usage}"),
            References = [.. values.GetValueOrDefault("--reference", []).SelectMany(Assemblies)],
            Manifest = Optional("--manifest"),
            Topics = Optional("--topics") is { } directory ? TopicsIn(directory) : null,
        };

        string? Optional(string name) => values.TryGetValue(name, out var list) ? list[^1] : null;
        string Required(string name) => Optional(name) ?? throw new HelpOptionsException($"{name} is missing: {Usage}");
    }

    private static IEnumerable<string> Expand(string word) =>
        word.StartsWith('@') ? File.ReadLines(word[1..]).Where(line => line.Length > 0) : [word];

    private static IEnumerable<string> Assemblies(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.dll").Order(StringComparer.Ordinal) : [path];

    private static HashSet<string> TopicsIn(string directory)
    {
        const string Suffix = ".help.txt";
        return Directory.Exists(directory)
            ? Directory.EnumerateFiles(directory, "about_*" + Suffix).Select(f => Path.GetFileName(f)[..^Suffix.Length]).ToHashSet(StringComparer.OrdinalIgnoreCase)
            : [];
    }
}
