using System.Net.Sockets;

namespace OverlayIp.Engine.Addressing;

// An interface of this machine, with its addresses in the system's order.
internal sealed record LocalInterface
{
    public required string Name { get; init; }

    public int Index { get; init; }

    public IReadOnlyList<string> OtherNames { get; init; } = [];

    // Turned on by the administrator, whatever the cable says.
    public bool IsUp { get; init; } = true;

    // IPv4 by DHCP (Windows, where adding a static address may end that).
    public bool UsesDhcp { get; init; }

    public required IReadOnlyList<LocalAddress> Addresses { get; init; }

    public LocalAddress? Find(CidrBlock address) => Addresses.FirstOrDefault(candidate => candidate.Is(address));

    public OverlayAddress Describe(LocalAddress address, bool changed = false) => new()
    {
        Address = CidrBlock.Of(address.Address).Address.ToString(),
        PrefixLength = address.PrefixLength,
        InterfaceName = Name,
        InterfaceIndex = Index,
        Label = address.Label,
        AddressFamily = address.Address.AddressFamily,
        SkipAsSource = address.SkipAsSource,
        Duplicate = address.IsDuplicateOnLink,
        Changed = changed,
    };

    // Marks the main address of the interface that the default route leaves by. The route may name it. Else it is one
    // with a shorter prefix than an overlay address has, wherever there is one; else the oldest, which the kernel lists
    // first for IPv4 and, among addresses of one scope, last for IPv6.
    public LocalInterface WithMainAddress(AddressFamily family, string? sourceOfRoute)
    {
        var own = Addresses.Where(address => address.Address.AddressFamily == family
            && !AddressRules.IsLoopback(address.Address) && !AddressRules.IsLinkLocal(address.Address)).ToList();
        var main = own.Find(address => address.Address.ToString() == sourceOfRoute)
            ?? own.Find(address => !address.IsHostLength || address.IsDynamic)
            ?? (family == AddressFamily.InterNetwork ? own.FirstOrDefault() : own.LastOrDefault());
        return main is null
            ? this
            : this with { Addresses = [.. Addresses.Select(address => ReferenceEquals(address, main) ? address with { IsMain = true } : address)] };
    }
}
