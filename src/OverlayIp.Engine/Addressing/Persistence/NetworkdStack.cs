using System.Net.Sockets;
using System.Text;

namespace OverlayIp.Engine.Addressing.Persistence;

// systemd-networkd: a drop-in beside the interface's .network file, systemd.network(5). It is told nothing: "networkctl
// reload" reconfigures every interface whose files changed, and that drops their DHCP leases for a moment.
internal class NetworkdStack : IAddressStack
{
    public virtual OverlayAddressStack Kind => OverlayAddressStack.SystemdNetworkd;

    public virtual StackTarget? Locate(SystemView view, string interfaceName, bool byFiles)
    {
        var file = view.AppliedNetworkFile(interfaceName) ?? (byFiles ? ByFiles(view, interfaceName) : null);
        return file is null || NetplanFiles.IdOf(file) is not null || !IsMine(view.Tree, file)
            ? null
            : new StackTarget(interfaceName) { File = file, SharedBecause = NetworkdFiles.SharedBecause(view, file) };
    }

    public IEnumerable<PersistedAddress> Find(SystemView view)
    {
        // What lies in /run is made anew at every boot, by netplan or by amazon-ec2-net-utils.
        var files = NetworkdFiles.DropIns(view.Tree)
            .Concat(NetworkdFiles.All(view.Tree).Where(file => !file.StartsWith("/run/", StringComparison.Ordinal)).Select(file => (Path: file, NetworkFile: file)))
            .Where(file => IsMine(view.Tree, file.NetworkFile));
        foreach (var (path, networkFile) in files)
        {
            var text = view.Tree.Read(path) ?? "";
            var marker = OwnFile.Read(text);
            foreach (var (written, label) in NetworkdFiles.Addresses(text))
            {
                foreach (var interfaceName in marker is { } mark ? [mark.InterfaceName] : InterfacesOf(view, Path.GetFileName(networkFile)))
                {
                    if (WrittenAddress.Read(written, interfaceName, Kind, path) is { } entry)
                        yield return entry with { Label = label, IsOwned = marker?.Address == entry.Address };
                }
            }
        }
    }

    // Also what netplan made can have drop-ins.
    public bool IsRead(SystemView view, PersistedAddress entry, StackTarget? target)
    {
        var applied = Path.GetFileName(target?.File ?? view.AppliedNetworkFile(entry.InterfaceName) ?? NetworkdFiles.FileFor(view.Tree, entry.InterfaceName));
        return applied is not null && entry.File.Split('/') is [.., var directory, var file] && (directory == applied + ".d" || file == applied);
    }

    public StackPlan PlanAdd(SystemView view, PersistRequest request, StackTarget target)
    {
        var content = new StringBuilder(OwnFile.Marker(request.Address, request.InterfaceName)).Append('\n');
        content.Append("[Address]\nAddress=").Append(request.Address).Append('\n');
        if (request.Label is not null)
            content.Append("Label=").Append(request.Label).Append('\n');

        if (request.Address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            content.Append("DuplicateAddressDetection=none\n");
            if (request.SkipAsSource)
                content.Append("PreferredLifetime=0\n");
        }

        var path = $"{NetworkdFiles.DropInDirectory(target.File)}/50-overlayip-{OwnFile.Token(request.Address)}.conf";
        return StackPlan.Of(path, OwnFile.Write(view.Tree, path, request.Address, content.ToString()), request.Label);
    }

    public StackPlan PlanRemove(SystemView view, PersistedAddress entry) =>
        StackPlan.Of(entry.File, new FileChange { Path = entry.File, Before = view.Tree.Read(entry.File), RemovesEmptyDirectory = true }, entry.Label);

    protected virtual bool IsMine(RootedTree tree, string networkFile) => !AmazonLinuxStack.IsMadeByNetUtils(tree, networkFile);

    private static string? ByFiles(SystemView view, string interfaceName) =>
        view.IsOffline && !view.IsEnabled("systemd-networkd.service") ? null : NetworkdFiles.FileFor(view.Tree, interfaceName);

    // The interfaces that a file of this name applies to: those of the running system, or the plain names in its [Match].
    private static IEnumerable<string> InterfacesOf(SystemView view, string networkFileName)
    {
        var applied = view.Interfaces.Where(name => Path.GetFileName(view.AppliedNetworkFile(name)) == networkFileName).ToList();
        if (applied.Count > 0)
            return applied;

        var file = NetworkdFiles.All(view.Tree).FirstOrDefault(candidate => Path.GetFileName(candidate) == networkFileName);
        return file is null ? [] : NetworkdFiles.Names(view.Tree, file).Where(name => name.IndexOfAny(['*', '?', '[', '!']) < 0);
    }
}
