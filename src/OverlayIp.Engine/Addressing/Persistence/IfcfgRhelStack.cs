using System.Globalization;
using System.Net.Sockets;

namespace OverlayIp.Engine.Addressing.Persistence;

// Red Hat's ifcfg files. IPADDR1… in the interface's own file would be lines in somebody else's file, and network-scripts
// ignore them with BOOTPROTO=dhcp, so the address gets an alias file such as ifcfg-eth0:1. network-scripts (ifup-aliases)
// and NetworkManager's ifcfg-rh plugin (read_aliases) both read it, whatever BOOTPROTO says, and both make its name the label.
internal sealed class IfcfgRhelStack : IAddressStack
{
    private const string Prefix = NetworkManagerProfiles.IfcfgDirectory + "/ifcfg-";
    private const int MaximumLabelLength = 15;

    public OverlayAddressStack Kind => OverlayAddressStack.IfcfgRhel;

    public StackTarget? Locate(SystemView view, string interfaceName, bool byFiles)
    {
        var uuid = view.ActiveProfile(interfaceName);
        var byManager = uuid is { Length: > 0 } ? NetworkManagerProfiles.FileOf(view.Tree, uuid) : null;
        var file = FileFor(view, interfaceName);
        if (uuid is not null && !byFiles)
            return byManager is not null && byManager == file ? new StackTarget(interfaceName) { File = file } : null;

        // Without NetworkManager it takes network-scripts to read them; in an image either may be meant.
        var isRead = view.Tree.Exists(NetworkManagerProfiles.IfcfgDirectory + "/ifup-aliases") || (byFiles && (!view.IsOffline || view.IsEnabled("NetworkManager.service")));
        return file is not null && isRead && (byFiles || !view.IsTaken(interfaceName)) ? new StackTarget(interfaceName) { File = file } : null;
    }

    public IEnumerable<PersistedAddress> Find(SystemView view)
    {
        foreach (var name in view.Tree.List(NetworkManagerProfiles.IfcfgDirectory).Where(name => name.StartsWith("ifcfg-", StringComparison.Ordinal)))
        {
            var file = $"{NetworkManagerProfiles.IfcfgDirectory}/{name}";
            var text = view.Tree.Read(file);
            var variables = ShellVariables.Read(text);
            var device = variables.GetValueOrDefault("DEVICE") ?? name["ifcfg-".Length..];
            foreach (var (key, value) in variables.Where(variable => variable.Key.StartsWith("IPADDR", StringComparison.Ordinal)))
            {
                var prefix = variables.GetValueOrDefault("PREFIX" + key["IPADDR".Length..]);
                if (WrittenAddress.Read(prefix is null ? value : $"{value}/{prefix}", device.Split(':')[0], Kind, file) is { } entry)
                    yield return entry with { Label = device.Contains(':', StringComparison.Ordinal) ? device : null, IsOwned = OwnFile.Read(text)?.Address == entry.Address };
            }
        }
    }

    public StackPlan PlanAdd(SystemView view, PersistRequest request, StackTarget target)
    {
        if (request.Address.AddressFamily == AddressFamily.InterNetworkV6)
            return StackPlan.Impossible("ifcfg files have one list of IPv6 addresses, IPV6ADDR_SECONDARIES in the interface's own file, and no file beside it for more");

        var label = request.Label ?? FreeLabel(view, request);
        if (label is null || label.Length > MaximumLabelLength)
            return StackPlan.Impossible($"an alias of {request.InterfaceName} would have a name of more than {MaximumLabelLength} characters");

        if (!label[(request.InterfaceName.Length + 1)..].All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            return StackPlan.Impossible($"the label '{label}' becomes the name of an ifcfg alias, which has only letters, digits and '_' after the colon");

        // Nobody answers ARP for an overlay address, and its traffic leaves by the interface's own routes.
        var content = $"""
            {OwnFile.Marker(request.Address, request.InterfaceName)}
            DEVICE={label}
            IPADDR={request.Address.Address}
            PREFIX={request.Address.PrefixLength.ToString(CultureInfo.InvariantCulture)}
            ONBOOT=yes
            ONPARENT=yes
            ARPCHECK=no
            NO_ALIASROUTING=yes
            IPV6INIT=no

            """;
        var commands = view.ActiveProfile(request.InterfaceName) is null ? (PersistenceCommand[])[] : [NetworkManagerStack.Load(target.File)];
        return StackPlan.Of(Prefix + label, OwnFile.Write(view.Tree, Prefix + label, request.Address, content), label, commands);
    }

    public StackPlan PlanRemove(SystemView view, PersistedAddress entry)
    {
        var commands = view.ActiveProfile(entry.InterfaceName) is null ? (PersistenceCommand[])[] : [NetworkManagerStack.Load(Prefix + entry.InterfaceName)];
        return StackPlan.Of(entry.File, new FileChange { Path = entry.File, Before = view.Tree.Read(entry.File) }, entry.Label, commands);
    }

    // Aliases are read for the file that is named after the interface.
    private static string? FileFor(SystemView view, string interfaceName)
    {
        var file = Prefix + interfaceName;
        var device = ShellVariables.Read(view.Tree.Read(file)).GetValueOrDefault("DEVICE") ?? interfaceName;
        return view.Tree.Exists(file) && device == interfaceName ? file : null;
    }

    private static string? FreeLabel(SystemView view, PersistRequest request) =>
        Enumerable.Range(1, 99).Select(number => string.Create(CultureInfo.InvariantCulture, $"{request.InterfaceName}:{number}"))
            .FirstOrDefault(label => !view.Tree.Exists(Prefix + label));
}
