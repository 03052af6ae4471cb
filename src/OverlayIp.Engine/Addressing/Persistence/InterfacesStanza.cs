namespace OverlayIp.Engine.Addressing.Persistence;

// One "iface" of interfaces(5) with its options in order.
internal sealed record InterfacesStanza(string Name, string File, List<(string Key, string Value)> Options)
{
    public string? Value(string key) => Options.Find(option => option.Key == key).Value;
}
