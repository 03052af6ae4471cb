using System.Text.RegularExpressions;

namespace OverlayIp.Engine.Addressing.Persistence;

// ifupdown and ifupdown2: one more stanza for the interface, in a file of its own: interfaces(5). The method is "manual"
// because "inet6 static" turns the interface's autoconf off, and because "static" fails where the address is there already.
// Nothing needs to be told: ifup and ifdown read the files whenever they run.
internal sealed partial class IfupdownStack : IAddressStack
{
    public OverlayAddressStack Kind => OverlayAddressStack.Ifupdown;

    public StackTarget? Locate(SystemView view, string interfaceName, bool byFiles)
    {
        // Definitions below /run count: cloud images make theirs there.
        var isDefined = InterfacesFiles.Stanzas(view.Tree).Any(stanza => stanza.Name == interfaceName && OwnFile.Read(view.Tree.Read(stanza.File)) is null);
        return isDefined && (byFiles || !view.IsTaken(interfaceName)) ? new StackTarget(interfaceName) { File = InterfacesFiles.Main } : null;
    }

    public IEnumerable<PersistedAddress> Find(SystemView view)
    {
        foreach (var stanza in InterfacesFiles.Stanzas(view.Tree).Where(stanza => !stanza.File.StartsWith("/run/", StringComparison.Ordinal)))
        {
            var marker = OwnFile.Read(view.Tree.Read(stanza.File));
            var interfaceName = stanza.Name.Split(':')[0];
            var label = stanza.Name == interfaceName ? null : stanza.Name;
            if (WrittenAddress.Read(stanza.Value("address"), interfaceName, Kind, stanza.File) is { } entry)
                yield return entry with { Label = label };

            // "up ip address add …", in our files and in what people write by hand.
            foreach (var match in stanza.Options.Where(option => option.Key is "up" or "post-up" or "pre-up").Select(option => AddressCommand().Match(option.Value)).Where(match => match.Success))
            {
                if (WrittenAddress.Read(match.Groups["address"].Value, interfaceName, Kind, stanza.File) is { } added)
                    yield return added with { Label = match.Groups["label"] is { Success: true } named ? named.Value : label, IsOwned = marker?.Address == added.Address };
            }
        }
    }

    public StackPlan PlanAdd(SystemView view, PersistRequest request, StackTarget target)
    {
        var name = $"overlayip-{OwnFile.Token(request.InterfaceName)}-{OwnFile.Token(request.Address)}";
        if (InterfacesFiles.PathFor(view.Tree, name) is not { } path)
            return StackPlan.Impossible($"{InterfacesFiles.Main} does not include {InterfacesFiles.DropInDirectory}; the line 'source {InterfacesFiles.DropInDirectory}/*' would do it");

        var family = request.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "inet6" : "inet";
        var content = $"""
            {OwnFile.Marker(request.Address, request.InterfaceName)}
            iface {request.InterfaceName} {family} manual
                up {IpCommands.Replace(request)}
                down {IpCommands.Delete(request)} || true

            """;
        return StackPlan.Of(path, OwnFile.Write(view.Tree, path, request.Address, content), request.Label);
    }

    public StackPlan PlanRemove(SystemView view, PersistedAddress entry) =>
        StackPlan.Of(entry.File, new FileChange { Path = entry.File, Before = view.Tree.Read(entry.File) }, entry.Label);

    [GeneratedRegex(@"\bip\s+(-[46]\s+)?(a|addr|address)\s+(add|replace)\s+(?<address>[0-9A-Fa-f.:]+(/\d+)?)(.*\slabel\s+(?<label>\S+))?")]
    private static partial Regex AddressCommand();
}
