using System.Text;
using System.Text.RegularExpressions;

namespace OverlayIp.Engine.Addressing.Persistence;

// Where no network stack can hold the address: a unit that adds it when the network is up, systemd.service(5), with the
// link that "systemctl enable" would make.
internal sealed partial class SystemdUnitStack : IAddressStack
{
    private const string Directory = "/etc/systemd/system";
    private const string Target = "multi-user.target";

    private static readonly string[] Programs = ["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip", "/bin/ip"];

    public OverlayAddressStack Kind => OverlayAddressStack.SystemdUnit;

    public StackTarget? Locate(SystemView view, string interfaceName, bool byFiles) =>
        view.HasSystemd || (byFiles && !view.IsOffline) ? new StackTarget(interfaceName) : null;

    public IEnumerable<PersistedAddress> Find(SystemView view)
    {
        foreach (var name in view.Tree.List(Directory).Where(name => name.EndsWith(".service", StringComparison.Ordinal)))
        {
            var file = $"{Directory}/{name}";
            if (OwnFile.Read(view.Tree.Read(file)) is not { } marker)
                continue;

            var command = IniText.Value(view.Tree.Read(file), "Service", "ExecStart") ?? "";
            yield return new PersistedAddress(marker.Address, marker.Address.PrefixLength, marker.InterfaceName, Kind, file)
            {
                Label = Label().Match(command) is { Success: true } match ? match.Groups["label"].Value : null,
                IsOwned = true,
            };
        }
    }

    // The unit does its work whoever manages the interface, if it is enabled.
    public bool IsRead(SystemView view, PersistedAddress entry, StackTarget? target) => view.Tree.ReadLink(LinkFor(Path.GetFileName(entry.File))) is not null;

    public StackPlan PlanAdd(SystemView view, PersistRequest request, StackTarget target)
    {
        var name = $"overlayip-{OwnFile.Token(request.InterfaceName)}-{OwnFile.Token(request.Address)}.service";
        var files = new List<FileChange>();
        if (OwnFile.Write(view.Tree, $"{Directory}/{name}", request.Address, Content(view.Tree, request)) is { } unit)
            files.Add(unit);

        if (view.Tree.ReadLink(LinkFor(name)) is null)
            files.Add(new FileChange { Path = LinkFor(name), LinkTarget = "../" + name });

        return new StackPlan { Holder = $"{Directory}/{name}", Files = files, Label = request.Label, Commands = files.Count == 0 ? [] : Reload(view) };
    }

    public StackPlan PlanRemove(SystemView view, PersistedAddress entry)
    {
        var link = LinkFor(Path.GetFileName(entry.File));
        FileChange[] links = view.Tree.ReadLink(link) is null ? [] : [new FileChange { Path = link }];
        return new StackPlan { Files = [.. links, new FileChange { Path = entry.File, Before = view.Tree.Read(entry.File) }], Label = entry.Label, Commands = Reload(view) };
    }

    private static string Content(RootedTree tree, PersistRequest request)
    {
        // Older versions of systemd take absolute paths only.
        var program = Programs.FirstOrDefault(tree.Exists) ?? Programs[0];
        var text = new StringBuilder(OwnFile.Marker(request.Address, request.InterfaceName)).Append('\n');
        text.Append("[Unit]\nDescription=Overlay address ").Append(request.Address).Append(" on ").Append(request.InterfaceName).Append('\n');

        // After everything that configures interfaces, since some of it removes addresses that it does not know.
        text.Append("Wants=network-online.target\nAfter=network-online.target\n");

        // udev tells systemd of every interface but lo; the unit waits for one that is attached later than usual.
        if (request.InterfaceName != "lo")
        {
            var device = $"sys-subsystem-net-devices-{Escaped(request.InterfaceName)}.device";
            text.Append("BindsTo=").Append(device).Append("\nAfter=").Append(device).Append('\n');
        }

        text.Append("\n[Service]\nType=oneshot\nRemainAfterExit=yes\n");
        text.Append("ExecStart=").Append(IpCommands.Replace(request, program)).Append('\n');
        text.Append("ExecStop=-").Append(IpCommands.Delete(request, program)).Append('\n');
        return text.Append("\n[Install]\nWantedBy=").Append(Target).Append('\n').ToString();
    }

    // As systemd-escape(1).
    private static string Escaped(string name) =>
        string.Concat(name.Select((c, i) => char.IsAsciiLetterOrDigit(c) || c is ':' or '_' || (c == '.' && i > 0) ? c.ToString() : $"\\x{(int)c:x2}"));

    private static string LinkFor(string unit) => $"{Directory}/{Target}.wants/{unit}";

    private static PersistenceCommand[] Reload(SystemView view) =>
        view.Tree.Exists("/run/systemd/system") ? [new(new ProcessCommand("systemctl", ["daemon-reload"]), IsRequired: false)] : [];

    [GeneratedRegex(@"\slabel (?<label>\S+)")]
    private static partial Regex Label();
}
