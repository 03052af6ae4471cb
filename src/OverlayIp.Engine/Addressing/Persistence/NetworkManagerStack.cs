using System.Net.Sockets;

namespace OverlayIp.Engine.Addressing.Persistence;

// NetworkManager with a keyfile. A device has one profile at a time and profiles have no drop-ins, and what a dispatcher
// script adds is removed by the next reapply (nm-cloud-setup does one whenever EC2's metadata change): so the address
// becomes one line of the profile. The file is edited, not sent through nmcli, which would write it anew without its
// comments. "nmcli connection load" makes the daemon know it, so that it is not overwritten with an older version;
// nothing is reapplied to the device, since that takes its IPv6 addresses away for a moment.
internal sealed class NetworkManagerStack : IAddressStack
{
    public OverlayAddressStack Kind => OverlayAddressStack.NetworkManager;

    public StackTarget? Locate(SystemView view, string interfaceName, bool byFiles)
    {
        var file = NetworkManagerProfiles.ActiveFile(view, interfaceName);
        if (file is null && byFiles && (!view.IsOffline || view.IsEnabled("NetworkManager.service")))
            file = NetworkManagerProfiles.Keyfiles(view.Tree).FirstOrDefault(candidate => NetworkManagerProfiles.InterfaceOf(view.Tree.Read(candidate)) == interfaceName);

        // What is not in /etc was made by something else and is made again: netplan, the initrd, NetworkManager itself.
        if (file is null || !file.StartsWith(NetworkManagerProfiles.ConfigurationDirectory, StringComparison.Ordinal))
            return null;

        var text = view.Tree.Read(file);
        var isBound = NetworkManagerProfiles.InterfaceOf(text) is not null || IniText.Value(text, "ethernet", "mac-address") is not null || IniText.Value(text, "802-3-ethernet", "mac-address") is not null;
        return new StackTarget(interfaceName)
        {
            File = file,
            SharedBecause = isBound ? null : $"the profile {file} is not bound to one interface, so another one could get the address",
        };
    }

    public IEnumerable<PersistedAddress> Find(SystemView view)
    {
        foreach (var file in NetworkManagerProfiles.Keyfiles(view.Tree).Where(file => !file.StartsWith("/run/", StringComparison.Ordinal)))
        {
            var text = view.Tree.Read(file) ?? "";
            var uuid = IniText.Value(text, "connection", "uuid");
            var interfaceName = NetworkManagerProfiles.InterfaceOf(text) ?? view.Interfaces.FirstOrDefault(name => uuid is not null && view.ActiveProfile(name) == uuid);
            if (interfaceName is null)
                continue;

            foreach (var written in KeyfileEdit.Addresses(text))
            {
                if (WrittenAddress.Read(written, interfaceName, Kind, file) is { } entry)
                    yield return entry with { IsOwned = KeyfileEdit.IsMarked(text, entry.Address) };
            }
        }
    }

    public bool IsRead(SystemView view, PersistedAddress entry, StackTarget? target) => target?.File == entry.File;

    public StackPlan PlanAdd(SystemView view, PersistRequest request, StackTarget target)
    {
        if (request.Label is not null)
            return StackPlan.Impossible("a NetworkManager keyfile knows no labels");

        var text = view.Tree.Read(target.File) ?? "";
        var section = Section(request.Address);
        var method = IniText.Value(text, section, "method");
        if (method is not ("auto" or "manual" or "dhcp"))
            return StackPlan.Impossible($"the profile {target.File} has {section}.method={method ?? "(none)"}, which takes no addresses");

        var change = new FileChange { Path = target.File, Before = text, After = KeyfileEdit.Add(text, section, request.Address, $"address in [{section}] written by OverlayIp{OwnFile.Suffix}".Replace(';', ',')) };
        var plan = StackPlan.Of(target.File, change, null, Load(target.File));
        return section == "ipv6" && request.SkipAsSource
            ? plan with { Warnings = [$"NetworkManager cannot keep the system from choosing {request.Address.Address} as the source of outgoing connections: after the next boot it may. If that matters, use -Stack SystemdUnit."] }
            : plan;
    }

    public StackPlan PlanRemove(SystemView view, PersistedAddress entry)
    {
        var text = view.Tree.Read(entry.File) ?? "";
        return StackPlan.Of(entry.File, new FileChange { Path = entry.File, Before = text, After = KeyfileEdit.Remove(text, Section(entry.Address), entry.Address) }, null, Load(entry.File));
    }

    public static PersistenceCommand Load(string file) => new(new ProcessCommand("nmcli", ["connection", "load", file]), IsRequired: false);

    private static string Section(CidrBlock address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? "ipv6" : "ipv4";
}
