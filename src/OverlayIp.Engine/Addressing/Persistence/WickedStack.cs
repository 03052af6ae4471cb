using System.Net.Sockets;

namespace OverlayIp.Engine.Addressing.Persistence;

// SUSE's wicked reads one file for an interface, so the address becomes variables in it with a suffix of their own:
// ifcfg(5), "Multiple addresses". They apply with every BOOTPROTO but none. Nothing is told: "wicked ifreload" takes the
// interface down and up when its file changed.
internal sealed class WickedStack : IAddressStack
{
    private const string Directory = "/etc/sysconfig/network";
    private const string Variable = "IPADDR";
    private const string SuffixPrefix = "_OVIP_";

    public OverlayAddressStack Kind => OverlayAddressStack.Wicked;

    public StackTarget? Locate(SystemView view, string interfaceName, bool byFiles)
    {
        var file = $"{Directory}/ifcfg-{interfaceName}";
        var runs = byFiles ? !view.IsOffline || view.IsEnabled("wickedd.service") || view.IsEnabled("wicked.service") : view.IsRunning("wickedd") && !view.IsTaken(interfaceName);
        return runs && view.Tree.Exists(file) ? new StackTarget(interfaceName) { File = file } : null;
    }

    public IEnumerable<PersistedAddress> Find(SystemView view)
    {
        foreach (var name in view.Tree.List(Directory).Where(name => name.StartsWith("ifcfg-", StringComparison.Ordinal)))
        {
            var file = $"{Directory}/{name}";
            var interfaceName = name["ifcfg-".Length..];
            var variables = ShellVariables.Read(view.Tree.Read(file));
            foreach (var (key, value) in variables.Where(variable => variable.Key.StartsWith(Variable, StringComparison.Ordinal)))
            {
                var suffix = key[Variable.Length..];
                var prefix = variables.GetValueOrDefault("PREFIXLEN" + suffix);
                var written = prefix is null || value.Contains('/', StringComparison.Ordinal) ? value : $"{value}/{prefix}";
                if (WrittenAddress.Read(written, interfaceName, Kind, file) is { } entry)
                    yield return entry with { Label = variables.GetValueOrDefault("LABEL" + suffix), IsOwned = suffix == Suffix(entry.Address) };
            }
        }
    }

    public StackPlan PlanAdd(SystemView view, PersistRequest request, StackTarget target)
    {
        var text = view.Tree.Read(target.File) ?? "";
        var variables = ShellVariables.Read(text);
        if (string.Equals(variables.GetValueOrDefault("BOOTPROTO"), "none", StringComparison.OrdinalIgnoreCase))
            return StackPlan.Impossible($"{target.File} has BOOTPROTO='none', with which wicked sets no addresses");

        var suffix = Suffix(request.Address);
        List<string> lines = [OwnFile.Marker(request.Address, request.InterfaceName), $"{Variable}{suffix}='{request.Address}'"];
        if (request.Label is not null)
            lines.Add($"LABEL{suffix}='{request.Label}'");

        if (request.Address.AddressFamily == AddressFamily.InterNetworkV6)
            lines.Add($"IP_OPTIONS{suffix}='nodad{(request.SkipAsSource ? " preferred_lft 0" : "")}'");

        // In front, so that a last line without a newline stays as it is.
        var change = new FileChange { Path = target.File, Before = text, After = string.Join('\n', lines) + "\n" + text };
        var plan = StackPlan.Of(target.File, change, request.Label);
        return variables.GetValueOrDefault("CLOUD_NETCONFIG_MANAGE") == "yes"
            ? plan with { Warnings = [$"{target.File} has CLOUD_NETCONFIG_MANAGE='yes': cloud-netconfig removes addresses that EC2's metadata do not list, overlay addresses among them. Set it to 'no'."] }
            : plan;
    }

    public StackPlan PlanRemove(SystemView view, PersistedAddress entry)
    {
        var text = view.Tree.Read(entry.File) ?? "";
        var suffix = Suffix(entry.Address);
        var marker = OwnFile.Marker(entry.Address, entry.InterfaceName);
        var kept = text.Split('\n').Where(line => line != marker && !IsOwn(line, suffix));
        return StackPlan.Of(entry.File, new FileChange { Path = entry.File, Before = text, After = string.Join('\n', kept) }, entry.Label);
    }

    private static bool IsOwn(string line, string suffix)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && line[..equals].Trim() is { } name && name.EndsWith(suffix, StringComparison.Ordinal)
            && name[..^suffix.Length] is Variable or "LABEL" or "IP_OPTIONS";
    }

    private static string Suffix(CidrBlock address) => SuffixPrefix + OwnFile.Token(address, '_');
}
