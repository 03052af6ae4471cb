using System.IO.Enumeration;

namespace OverlayIp.Engine.Addressing.Persistence;

// Finds .network files and their drop-ins as systemd.network(5) says: by name, /etc before /run before /usr.
internal static class NetworkdFiles
{
    public const string ConfigurationDirectory = "/etc/systemd/network";

    private static readonly string[] Directories =
        [ConfigurationDirectory, "/run/systemd/network", "/usr/local/lib/systemd/network", "/usr/lib/systemd/network", "/lib/systemd/network"];

    // The first file by name whose [Match] names the interface.
    public static string? FileFor(RootedTree tree, string interfaceName) =>
        All(tree).FirstOrDefault(path => Names(tree, path).Any(pattern => Matches(pattern, interfaceName)) && !Names(tree, path).Any(pattern => pattern == "!" + interfaceName));

    public static IEnumerable<string> All(RootedTree tree) =>
        from directory in Directories
        from name in tree.List(directory)
        where name.EndsWith(".network", StringComparison.Ordinal)
        group $"{directory}/{name}" by name into candidates
        orderby candidates.Key
        select candidates.First();

    // A directory of drop-ins goes with the file's name, wherever either of them lies.
    public static string DropInDirectory(string networkFile) => $"{ConfigurationDirectory}/{Path.GetFileName(networkFile)}.d";

    // The drop-ins that outlive a boot.
    public static IEnumerable<(string Path, string NetworkFile)> DropIns(RootedTree tree) =>
        from directory in Directories
        where !directory.StartsWith("/run", StringComparison.Ordinal)
        from name in tree.List(directory)
        where name.EndsWith(".network.d", StringComparison.Ordinal)
        from dropIn in tree.List($"{directory}/{name}")
        where dropIn.EndsWith(".conf", StringComparison.Ordinal)
        select ($"{directory}/{name}/{dropIn}", name[..^2]);

    // Why an address in the file could become that of another interface too; null when it could not.
    public static string? SharedBecause(SystemView view, string networkFile)
    {
        if (view.CountOfInterfaces(networkFile) > 1)
            return $"{networkFile} configures other interfaces too, which would all get the address";

        var text = view.Tree.Read(networkFile);
        if (IniText.Value(text, "Match", "MACAddress") is not null || IniText.Value(text, "Match", "PermanentMACAddress") is not null)
            return null;

        var names = Names(view.Tree, networkFile);
        return names.Count == 1 && names[0].IndexOfAny(['*', '?', '[', '!']) < 0
            ? null
            : $"{networkFile} matches interfaces by more than one name, so an interface attached later would get the address too";
    }

    public static IEnumerable<(string Address, string? Label)> Addresses(string text)
    {
        string? address = null, label = null;
        foreach (var line in IniText.Read(text).Append(new IniLine("", null, "", 0)))
        {
            if (line.Key is null)
            {
                // Every [Address] heading begins another address.
                if (address is not null)
                    yield return (address, label);

                (address, label) = (null, null);
            }
            else if (line is { Section: "Network", Key: "Address" })
            {
                yield return (line.Value, null);
            }
            else if (line is { Section: "Address", Key: "Address" })
            {
                address = line.Value;
            }
            else if (line is { Section: "Address", Key: "Label" })
            {
                label = line.Value;
            }
        }
    }

    public static IReadOnlyList<string> Names(RootedTree tree, string networkFile) =>
        IniText.Value(tree.Read(networkFile), "Match", "Name")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static bool Matches(string pattern, string interfaceName) => !pattern.StartsWith('!') && FileSystemName.MatchesSimpleExpression(pattern, interfaceName, ignoreCase: false);
}
