using System.Net;
using System.Net.Sockets;

namespace OverlayIp.Engine.Addressing;

// One address of an interface, as the operating system reports it.
internal sealed record LocalAddress
{
    public required IPAddress Address { get; init; }

    public required int PrefixLength { get; init; }

    public string? Label { get; init; }

    public bool? SkipAsSource { get; init; }

    // Assigned by DHCP or a router advertisement. EC2 hands out IPv6 addresses as /128 that way: those are no overlay.
    public bool IsDynamic { get; init; }

    // The address that the system takes as source by default: removing it cuts the machine off.
    public bool IsMain { get; init; }

    // Duplicate address detection has not finished, so nothing can bind to it yet.
    public bool IsTentative { get; init; }

    // Duplicate address detection found another holder, so the system does not use it.
    public bool IsDuplicateOnLink { get; init; }

    public bool IsHostLength => PrefixLength == (Address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32);

    public bool IsOverlayCandidate => IsHostLength && !IsMain && !IsDynamic && !AddressRules.IsLoopback(Address) && !AddressRules.IsLinkLocal(Address);

    public bool Is(CidrBlock address) => CidrBlock.Of(Address) == address;
}
