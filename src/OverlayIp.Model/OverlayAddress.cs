using System.Net.Sockets;

namespace OverlayIp;

/// <summary>An address on a network interface of this machine's operating system.</summary>
public sealed record OverlayAddress
{
    private readonly OverlayAddressFinding[] _findings = [];

    /// <summary>The address, such as <c>10.2.0.1</c>.</summary>
    public required string Address { get; init; }

    /// <summary>The prefix length it is configured with: 32 (IPv4) or 128 (IPv6) for an overlay address.</summary>
    public required int PrefixLength { get; init; }

    /// <summary>The interface's name, such as <c>eth0</c>; on Windows the alias, such as <c>Ethernet</c>.</summary>
    public required string InterfaceName { get; init; }

    /// <summary>The interface's index in the operating system, or 0 when it is not known.</summary>
    public int InterfaceIndex { get; init; }

    /// <summary>The label on Linux, such as <c>eth0:ovip</c>, or null.</summary>
    public string? Label { get; init; }

    /// <summary>The address family.</summary>
    public AddressFamily AddressFamily { get; init; }

    /// <summary>True when the operating system does not choose the address as the source of outgoing connections.</summary>
    public bool? SkipAsSource { get; init; }

    /// <summary>True when the interface has the address now; false when it is only configured for the next boot.</summary>
    public bool Present { get; init; } = true;

    /// <summary>True when the address will be there after a reboot: a file that the interface's network stack reads has it.</summary>
    public bool Persistent { get; init; }

    /// <summary>The stack whose configuration has the address, or null when none has.</summary>
    public OverlayAddressStack? Stack { get; init; }

    /// <summary>The file that has the address, or null. It may be somebody else's: <see cref="Owned"/> tells.</summary>
    public string? File { get; init; }

    /// <summary>True when OverlayIp wrote that configuration and would remove it.</summary>
    public bool Owned { get; init; }

    /// <summary>True when several interfaces have the address, several files configure it, or another machine on the network answers for it.</summary>
    public bool Duplicate { get; init; }

    /// <summary>What in the kernel would drop the address's packets; filled on request only.</summary>
    public IReadOnlyList<OverlayAddressFinding> Findings
    {
        get => _findings;

        // An array: PowerShell cannot index the lists that the compiler makes of collection expressions.
        init => _findings = [.. value];
    }

    /// <summary>True when this call added the address; false when it was there already or was only read.</summary>
    public bool Changed { get; init; }

    /// <summary>The address as a route destination: <c>10.2.0.1/32</c>, so that it pipes into the route cmdlets.</summary>
    public string DestinationCidr => AddressFamily == AddressFamily.InterNetworkV6 ? $"{Address}/128" : $"{Address}/32";
}
