namespace OverlayIp.Engine.Addressing;

/// <summary>A wish to have an address on an interface of this machine.</summary>
public sealed record AddRequest
{
    /// <summary>The address: a single one, <c>/32</c> or <c>/128</c>.</summary>
    public required CidrBlock Address { get; init; }

    /// <summary>The interface; null for the one that the default route leaves by.</summary>
    public string? InterfaceName { get; init; }

    /// <summary>
    /// The label (Linux, IPv4 only): the interface's name, a colon and more, at most 15 characters in all, such as
    /// <c>eth0:ovip</c>; see ip-address(8). Null for none.
    /// </summary>
    public string? Label { get; init; }

    /// <summary>
    /// True to keep the system from choosing the address as the source of outgoing connections, which would then not be
    /// answered from outside the VPC. Windows has a flag for it; on Linux an IPv6 address is added with preferred
    /// lifetime 0, as keepalived does; an IPv4 <c>/32</c> beside the interface's main address is never chosen there.
    /// </summary>
    public bool SkipAsSource { get; init; } = true;

    /// <summary>True to add the address though another interface has it, and to replace a different label.</summary>
    public bool Force { get; init; }
}
