using System.Net.Sockets;
using System.Text;

namespace OverlayIp.Engine.Addressing.Persistence;

// netplan: a file of our own with the interface's id again; netplan merges definitions of one id over all files and joins
// their lists of addresses, so that neither dhcp4 nor match nor the renderer is touched: netplan(5), netplan-generate(8).
internal sealed class NetplanStack : IAddressStack
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public OverlayAddressStack Kind => OverlayAddressStack.Netplan;

    public StackTarget? Locate(SystemView view, string interfaceName, bool byFiles)
    {
        var definitions = NetplanFiles.Definitions(view.Tree).Where(definition => OwnFile.Read(view.Tree.Read(definition.File)) is null).ToList();
        var id = byFiles ? null : GeneratedFor(view, interfaceName);
        if (id is null && !byFiles)
            return null;

        var definition = id is null ? definitions.Find(candidate => candidate.Names(interfaceName)) : definitions.Find(candidate => candidate.Id == id);
        return definition is null
            ? null
            : new StackTarget(interfaceName)
            {
                File = definition.File,
                Id = definition.Id,
                SharedBecause = definition.IsShared ? $"'{definition.Id}' in {definition.File} matches interfaces by more than one name, so an interface attached later would get the address too" : null,
            };
    }

    public IEnumerable<PersistedAddress> Find(SystemView view)
    {
        var definitions = NetplanFiles.Definitions(view.Tree);
        foreach (var definition in definitions)
        {
            var marker = OwnFile.Read(view.Tree.Read(definition.File));
            var whole = definitions.FirstOrDefault(other => other.Id == definition.Id && other.Mapping.Keys.Any(key => key is "match" or "set-name")) ?? definition;
            var interfaceName = marker?.InterfaceName ?? whole.Mapping.Value("set-name") ?? whole.Mapping.Child("match")?.Value("name") ?? definition.Id;
            foreach (var item in definition.Mapping.Sequence("addresses"))
            {
                // An address with options is the one key of a mapping.
                var options = item as YamlMapping;
                var written = options is null ? item as string : options.Keys is [var key, ..] ? key : null;
                var label = written is null ? null : options?.Child(written)?.Value("label");
                if (WrittenAddress.Read(written, interfaceName, Kind, definition.File) is { } entry)
                    yield return entry with { Label = label, IsOwned = marker?.Address == entry.Address };
            }
        }
    }

    public StackPlan PlanAdd(SystemView view, PersistRequest request, StackTarget target)
    {
        var definition = NetplanFiles.Definitions(view.Tree).First(candidate => candidate.Id == target.Id && candidate.File == target.File);
        var isIpv6 = request.Address.AddressFamily == AddressFamily.InterNetworkV6;
        if (definition.Renderer == "NetworkManager")
        {
            // Asked for options, netplan's NetworkManager renderer refuses the whole configuration, the machine's own included.
            if (request.Label is not null)
                return StackPlan.Impossible("netplan's NetworkManager renderer knows no labels");

            if (isIpv6)
                return StackPlan.Impossible("netplan's NetworkManager renderer ends the automatic configuration of IPv6 when there is an address");
        }

        var content = new StringBuilder(OwnFile.Marker(request.Address, request.InterfaceName)).Append('\n');
        content.Append("network:\n  version: 2\n  ").Append(definition.Kind).Append(":\n    ").Append(Quoted(target.Id)).Append(":\n      addresses:\n        - \"").Append(request.Address).Append('"');
        if (request.Label is not null)
            content.Append(":\n            label: \"").Append(request.Label).Append('"');
        else if (isIpv6 && request.SkipAsSource)
            content.Append(":\n            lifetime: 0");

        content.Append('\n');
        var path = $"{NetplanFiles.ConfigurationDirectory}/90-overlayip-{OwnFile.Token(request.InterfaceName)}-{OwnFile.Token(request.Address)}.yaml";
        return StackPlan.Of(path, OwnFile.Write(view.Tree, path, request.Address, content.ToString(), Private), request.Label, Generate);
    }

    public StackPlan PlanRemove(SystemView view, PersistedAddress entry) =>
        StackPlan.Of(entry.File, new FileChange { Path = entry.File, Before = view.Tree.Read(entry.File), Mode = Private }, entry.Label, Generate);

    // Writes the renderers' files below /run, which they read at their next start; nothing is reconfigured. It is also
    // netplan's own check of what was written.
    private static PersistenceCommand Generate => new(new ProcessCommand("netplan", ["generate"]), IsRequired: true);

    private static string? GeneratedFor(SystemView view, string interfaceName)
    {
        if (view.AppliedNetworkFile(interfaceName) is { } file)
            return NetplanFiles.IdOf(file);

        return NetworkManagerProfiles.ActiveFile(view, interfaceName) is { } profile ? NetplanFiles.IdOfProfile(profile) : null;
    }

    private static string Quoted(string id) => id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') && !char.IsAsciiDigit(id[0]) ? id : $"\"{id}\"";
}
