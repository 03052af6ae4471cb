namespace OverlayIp.Engine.Addressing.Persistence;

// Finds NetworkManager's profiles: nm-settings-keyfile(5), and nm-settings-ifcfg-rh(5) for those in ifcfg files.
internal static class NetworkManagerProfiles
{
    public const string ConfigurationDirectory = "/etc/NetworkManager/system-connections";
    public const string IfcfgDirectory = "/etc/sysconfig/network-scripts";

    // One in /etc hides one of the same UUID in /run and in /usr/lib.
    private static readonly string[] Directories = [ConfigurationDirectory, "/run/NetworkManager/system-connections", "/usr/lib/NetworkManager/system-connections"];

    public static IEnumerable<string> Keyfiles(RootedTree tree) =>
        from directory in Directories
        from name in tree.List(directory)
        where !name.StartsWith('.') && !name.EndsWith('~')
        select $"{directory}/{name}";

    public static string? FileOf(RootedTree tree, string uuid) =>
        Keyfiles(tree).FirstOrDefault(file => IniText.Value(tree.Read(file), "connection", "uuid") == uuid)
            ?? Ifcfgs(tree).FirstOrDefault(file => ShellVariables.Read(tree.Read(file)).GetValueOrDefault("UUID") == uuid);

    // The file of the profile that NetworkManager has on the interface. A keyfile need not have a UUID, and netplan's have
    // none: NetworkManager then makes one up from the path, so such a file is known by its interface.
    public static string? ActiveFile(SystemView view, string interfaceName) =>
        view.ActiveProfile(interfaceName) is { Length: > 0 } uuid
            ? FileOf(view.Tree, uuid) ?? Keyfiles(view.Tree).FirstOrDefault(file => view.Tree.Read(file) is { } text && IniText.Value(text, "connection", "uuid") is null && InterfaceOf(text) == interfaceName)
            : null;

    public static string? InterfaceOf(string? keyfile) => IniText.Value(keyfile, "connection", "interface-name") is { Length: > 0 } name ? name : null;

    public static IEnumerable<string> Ifcfgs(RootedTree tree) =>
        from name in tree.List(IfcfgDirectory)
        where name.StartsWith("ifcfg-", StringComparison.Ordinal) && !name.Contains(':', StringComparison.Ordinal)
        select $"{IfcfgDirectory}/{name}";
}
