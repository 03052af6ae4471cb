using System.Text;
using System.Text.RegularExpressions;

namespace OverlayIp.Engine.Addressing.Persistence;

// What OverlayIp's own files have in common: their first line says whose they are and for what.
internal static partial class OwnFile
{
    public const string Suffix = "; do not edit: Remove-OverlayAddress takes it back.";

    public static string Marker(CidrBlock address, string interfaceName) => $"# Written by OverlayIp for {address} on {interfaceName}{Suffix}";

    // The address in a form that is good for a file name, a shell variable (with '_') and a key, unique across the families.
    public static string Token(CidrBlock address, char separator = '-')
    {
        var text = new StringBuilder(address.Address.ToString());
        return text.Replace('.', separator).Replace(':', separator).ToString();
    }

    // interfaces(5) reads only such names from a source-directory; and what is a safe file name there is one everywhere.
    public static string Token(string interfaceName) =>
        string.Concat(interfaceName.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '-'));

    public static (CidrBlock Address, string InterfaceName)? Read(string? content)
    {
        if (content is null)
            return null;

        var match = MarkerLine().Match(content);
        return match.Success && CidrBlock.TryParse(match.Groups["address"].Value, out var address)
            ? (address, match.Groups["interface"].Value)
            : null;
    }

    // The change that brings a file of our own to the wished content; null when it has it. A file of somebody else is refused.
    public static FileChange? Write(RootedTree tree, string path, CidrBlock address, string content, UnixFileMode? mode = null)
    {
        var before = tree.Read(path);
        if (before == content)
            return null;

        if (before is not null && Read(before) is null)
            throw PersistenceErrors.FileForeign(address, path);

        var change = new FileChange { Path = path, Before = before, After = content };
        return mode is null ? change : change with { Mode = mode.Value };
    }

    [GeneratedRegex(@"\A# Written by OverlayIp for (?<address>\S+) on (?<interface>\S+);")]
    private static partial Regex MarkerLine();
}
