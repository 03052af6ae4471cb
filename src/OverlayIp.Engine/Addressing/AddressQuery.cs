namespace OverlayIp.Engine.Addressing;

/// <summary>Which addresses of this machine to read.</summary>
public sealed record AddressQuery
{
    /// <summary>
    /// The addresses, or blocks of addresses, to look for; empty for any. An address that is named exactly is found
    /// whatever it is used for; one that lies in a block or is not named must be an overlay candidate.
    /// </summary>
    public IReadOnlyList<CidrBlock> Addresses { get; init; } = [];

    /// <summary>The interface to look on, or null for all.</summary>
    public string? InterfaceName { get; init; }

    /// <summary>
    /// True for every address; false for overlay candidates: those with prefix <c>/32</c> or <c>/128</c> that are not
    /// the interface's main address, not assigned by DHCP, not loopback's own and not link-local.
    /// </summary>
    public bool IncludeAll { get; init; }

    /// <summary>True for interfaces alone that are up (<c>ip link set … up</c>).</summary>
    public bool UpOnly { get; init; }

    /// <summary>True for those alone that will be there after a reboot.</summary>
    public bool PersistentOnly { get; init; }

    /// <summary>True to look for settings of the kernel that drop an address's packets, which takes a few more readings.</summary>
    public bool IncludeFindings { get; init; }
}
