using System.Net;

namespace OverlayIp.Engine.Addressing;

/// <summary>An address of a Windows interface.</summary>
/// <param name="Address">The address.</param>
/// <param name="PrefixLength">Its prefix length.</param>
public sealed record WindowsAddress(IPAddress Address, int PrefixLength)
{
    /// <summary>True when DHCP or a router advertisement assigned it.</summary>
    public bool IsDynamic { get; init; }

    /// <summary>True while Windows is checking whether another machine has it.</summary>
    public bool IsTentative { get; init; }

    /// <summary>True when Windows found that another machine has it.</summary>
    public bool IsDuplicate { get; init; }
}
