namespace OverlayIp.Engine.Addressing.Persistence;

// Which netplan definition an interface has: netplan(5), netplan-generate(8).
internal static class NetplanFiles
{
    public const string ConfigurationDirectory = "/etc/netplan";

    private const string NetworkdPrefix = "10-netplan-";
    private const string ProfilePrefix = "netplan-";

    // As netplan-generate(8): files by name, one in /etc hides one of the same name in /run and that one in /lib.
    private static readonly string[] Directories = [ConfigurationDirectory, "/run/netplan", "/usr/lib/netplan", "/lib/netplan"];

    private static readonly string[] Kinds = ["ethernets", "bonds", "bridges", "vlans", "dummy-devices", "wifis", "vrfs", "tunnels"];

    // The definition that a generated .network file is for; null when netplan did not generate it.
    public static string? IdOf(string networkFile)
    {
        var name = Path.GetFileNameWithoutExtension(networkFile);
        return name.StartsWith(NetworkdPrefix, StringComparison.Ordinal) && networkFile.StartsWith("/run/", StringComparison.Ordinal) ? name[NetworkdPrefix.Length..] : null;
    }

    // The same for a generated NetworkManager profile.
    public static string? IdOfProfile(string profileFile)
    {
        var name = Path.GetFileNameWithoutExtension(profileFile);
        return name.StartsWith(ProfilePrefix, StringComparison.Ordinal) && profileFile.StartsWith("/run/", StringComparison.Ordinal) ? name[ProfilePrefix.Length..] : null;
    }

    public static IEnumerable<string> All(RootedTree tree) =>
        from directory in Directories
        from name in tree.List(directory)
        where name.EndsWith(".yaml", StringComparison.Ordinal)
        group $"{directory}/{name}" by name into candidates
        orderby candidates.Key
        select candidates.First();

    public static IReadOnlyList<NetplanDefinition> Definitions(RootedTree tree)
    {
        var files = All(tree).Select(path => (Path: path, Network: YamlMapping.Read(tree.Read(path) ?? "").Child("network"))).Where(file => file.Network is not null).ToList();
        var renderer = files.Select(file => file.Network!.Value("renderer")).LastOrDefault(value => value is not null);
        return
        [
            .. from file in files
               from kind in Kinds
               let all = file.Network!.Child(kind)
               where all is not null
               from definition in all.Children
               select new NetplanDefinition(kind, definition.Key, file.Path, definition.Mapping)
               {
                   Renderer = definition.Mapping.Value("renderer") ?? all.Value("renderer") ?? renderer ?? "networkd",
               },
        ];
    }
}
