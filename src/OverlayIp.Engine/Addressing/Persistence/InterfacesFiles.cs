using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace OverlayIp.Engine.Addressing.Persistence;

// Reads /etc/network/interfaces with what it includes, as interfaces(5) says.
internal static partial class InterfacesFiles
{
    public const string Main = "/etc/network/interfaces";
    public const string DropInDirectory = "/etc/network/interfaces.d";

    public static IEnumerable<string> All(RootedTree tree) => tree.Exists(Main) ? Included(tree, Main).Prepend(Main).Distinct() : [];

    // The stanzas of all files: "iface <name> <family> <method>" with the lines that belong to it.
    public static IEnumerable<InterfacesStanza> Stanzas(RootedTree tree)
    {
        foreach (var file in All(tree))
        {
            InterfacesStanza? current = null;
            foreach (var words in Lines(tree.Read(file)))
            {
                if (words[0] == "iface" && words.Length > 1)
                {
                    if (current is not null)
                        yield return current;

                    current = new InterfacesStanza(words[1], file, []);
                }
                else if (words[0] is "auto" or "source" or "source-directory" or "mapping" or "no-auto-down" or "no-scripts" or "template" || words[0].StartsWith("allow-", StringComparison.Ordinal))
                {
                    if (current is not null)
                        yield return current;

                    current = null;
                }
                else
                {
                    current?.Options.Add((words[0], string.Join(' ', words.Skip(1))));
                }
            }

            if (current is not null)
                yield return current;
        }
    }

    // The path of a file named so in interfaces.d that will be read; null when no file there is.
    public static string? PathFor(RootedTree tree, string name)
    {
        foreach (var words in Lines(tree.Read(Main)).Where(words => words.Length > 1))
        {
            var pattern = Absolute(words[1]);
            if (words[0] == "source-directory" && pattern == DropInDirectory)
                return $"{DropInDirectory}/{name}";

            if (words[0] == "source" && Path.GetDirectoryName(pattern) == DropInDirectory)
            {
                // Some distributions include "*.cfg" only.
                var suffix = Path.GetFileName(pattern).TrimStart('*');
                if (FileSystemName.MatchesSimpleExpression(Path.GetFileName(pattern), name + suffix, ignoreCase: false))
                    return $"{DropInDirectory}/{name}{suffix}";
            }
        }

        return null;
    }

    private static IEnumerable<string> Included(RootedTree tree, string file)
    {
        foreach (var words in Lines(tree.Read(file)).Where(words => words.Length > 1))
        {
            var pattern = Absolute(words[1]);
            if (words[0] == "source-directory")
            {
                foreach (var name in tree.List(pattern).Where(name => DirectoryEntry().IsMatch(name)))
                    yield return $"{pattern}/{name}";
            }
            else if (words[0] == "source")
            {
                var directory = Path.GetDirectoryName(pattern) ?? "/";
                foreach (var name in tree.List(directory).Where(name => !name.StartsWith('.') && FileSystemName.MatchesSimpleExpression(Path.GetFileName(pattern), name, ignoreCase: false)))
                    yield return $"{directory}/{name}";
            }
        }
    }

    private static string Absolute(string path) => Path.TrimEndingDirectorySeparator(path.StartsWith('/') ? path : "/etc/network/" + path);

    private static IEnumerable<string[]> Lines(string? text) =>
        from line in (text ?? "").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
        let words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        where words.Length > 0 && words[0][0] != '#'
        select words;

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]+\z")]
    private static partial Regex DirectoryEntry();
}
