using System.Globalization;

namespace OverlayIp.Engine.Addressing.Persistence;

// What can be told about a system from its files: a running one also from /run, /proc and /sys.
internal sealed class SystemView(RootedTree tree, bool isOffline)
{
    public RootedTree Tree => tree;

    public bool IsOffline => isOffline;

    public SystemView Readable() => new(tree.Readable(), isOffline);

    // The names that the kernel knows; for an image nothing is known but what its files say.
    public IReadOnlyList<string> Interfaces => isOffline ? [] : tree.List("/sys/class/net");

    public int? IndexOf(string interfaceName) =>
        int.TryParse(tree.Read($"/sys/class/net/{interfaceName}/ifindex"), NumberStyles.None | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var index) ? index : null;

    // A daemon of this name runs, so that its state below /run is not that of one that was stopped. The kernel keeps 15
    // characters of a name: proc(5), comm.
    public bool IsRunning(string process)
    {
        var name = process.Length > 15 ? process[..15] : process;
        return !isOffline && tree.List("/proc").Any(entry => char.IsAsciiDigit(entry[0]) && tree.Read($"/proc/{entry}/comm")?.TrimEnd('\n') == name);
    }

    // systemctl enable makes such links: systemctl(1).
    public bool IsEnabled(string unit) =>
        tree.List("/etc/systemd/system").Where(entry => entry.EndsWith(".wants", StringComparison.Ordinal))
            .Any(wants => tree.List($"/etc/systemd/system/{wants}").Contains(unit));

    public bool HasSystemd => isOffline
        ? tree.Exists("/usr/lib/systemd/systemd") || tree.Exists("/lib/systemd/systemd")
        : tree.Exists("/run/systemd/system");

    // The UUID of the profile that a running NetworkManager has on the interface, "" when it manages it without one, or null.
    // The file is device state, written for the daemon's own restarts: NetworkManager(8).
    public string? ActiveProfile(string interfaceName)
    {
        if (isOffline || IndexOf(interfaceName) is not { } index)
            return null;

        var state = tree.Read(string.Create(CultureInfo.InvariantCulture, $"/run/NetworkManager/devices/{index}"));
        return IniText.Value(state, "device", "managed") == "true" && IsRunning("NetworkManager")
            ? IniText.Value(state, "device", "connection-uuid") ?? ""
            : null;
    }

    // The .network file that systemd-networkd applied to the interface, as networkctl status tells from the same place; or null.
    public string? AppliedNetworkFile(string interfaceName) =>
        isOffline || IndexOf(interfaceName) is not { } index ? null : NetworkFile(index.ToString(CultureInfo.InvariantCulture));

    // How many interfaces systemd-networkd applied the file to.
    public int CountOfInterfaces(string networkFile) =>
        isOffline ? 0 : tree.List("/run/systemd/netif/links").Count(link => NetworkFile(link) == networkFile);

    // A daemon that knows the interface leaves it to no other stack, whatever else is configured for it.
    public bool IsTaken(string interfaceName) => ActiveProfile(interfaceName) is not null || AppliedNetworkFile(interfaceName) is not null;

    private string? NetworkFile(string link)
    {
        var state = tree.Read($"/run/systemd/netif/links/{link}");
        return IniText.Value(state, "", "ADMIN_STATE") is null or "unmanaged" or "linger" ? null : IniText.Value(state, "", "NETWORK_FILE");
    }
}
