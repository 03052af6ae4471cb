using System.Text.RegularExpressions;

namespace OverlayIp.Help;

/// <summary>The <c>CmdletsToExport</c> of a module manifest, which must agree with the cmdlets that exist.</summary>
internal sealed partial class ManifestExports
{
    private readonly string _file;
    private readonly List<(string Name, int Line)> _names;

    private ManifestExports(string file, List<(string Name, int Line)> names)
    {
        _file = file;
        _names = names;
    }

    public static ManifestExports Read(string file)
    {
        var text = Comment().Replace(File.ReadAllText(file), "");
        var list = CmdletsToExport().Match(text);
        if (!list.Success)
            throw new HelpOptionsException($"{file} has no CmdletsToExport = @('…')");
        return new ManifestExports(file, [.. Quoted().Matches(list.Value).Select(m => (m.Groups[1].Value, Line(text, list.Index + m.Index)))]);
    }

    public void CompareWith(IReadOnlyList<CmdletDescription> cmdlets, ProblemList problems)
    {
        foreach (var (name, line) in _names.Where(n => !cmdlets.Any(c => c.Name.Equals(n.Name, StringComparison.OrdinalIgnoreCase))))
            problems.Add(new Problem(_file, line, "OIHELP008", $"CmdletsToExport names {name}, which does not exist"));
        foreach (var cmdlet in cmdlets.Where(c => !_names.Exists(n => c.Name.Equals(n.Name, StringComparison.OrdinalIgnoreCase))))
            problems.Add(new Problem(_file, 1, "OIHELP009", $"{cmdlet} exists, but CmdletsToExport does not name it"));
    }

    private static int Line(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex(@"CmdletsToExport\s*=\s*@?\(?\s*('[^']*'[\s,]*)*\)?")]
    private static partial Regex CmdletsToExport();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^\s*#.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
