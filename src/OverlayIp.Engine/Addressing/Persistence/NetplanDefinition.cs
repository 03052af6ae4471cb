using System.IO.Enumeration;

namespace OverlayIp.Engine.Addressing.Persistence;

// What one netplan file says about one interface; several files may say something about the same.
internal sealed record NetplanDefinition(string Kind, string Id, string File, YamlMapping Mapping)
{
    public required string Renderer { get; init; }

    // The interface's name is the id, unless "match" selects it; then set-name or the match itself tells.
    public bool Names(string interfaceName)
    {
        var match = Mapping.Child("match");
        if (Mapping.Value("set-name") is { } name)
            return name == interfaceName;

        return match is null ? Id == interfaceName : match.Value("name") is { } pattern && FileSystemName.MatchesSimpleExpression(pattern, interfaceName, ignoreCase: false);
    }

    // A match by anything but one name or one MAC address may be for several interfaces.
    public bool IsShared => Mapping.Child("match") is { } match && match.Value("macaddress") is null && (match.Value("name")?.IndexOfAny(['*', '?', '[']) ?? 0) >= 0;
}
