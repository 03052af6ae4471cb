namespace OverlayIp.Engine.Addressing.Persistence;

/// <summary>An address that some network stack's configuration has.</summary>
/// <param name="Address">The address, <c>/32</c> or <c>/128</c> whatever its prefix length is.</param>
/// <param name="PrefixLength">The prefix length that it is configured with.</param>
/// <param name="InterfaceName">The interface.</param>
/// <param name="Stack">Whose configuration it is.</param>
/// <param name="File">The file, without the <c>-Root</c> in front; on Windows empty.</param>
public sealed record PersistedAddress(CidrBlock Address, int PrefixLength, string InterfaceName, OverlayAddressStack Stack, string File)
{
    /// <summary>The label on Linux, or null.</summary>
    public string? Label { get; init; }

    /// <summary>True when OverlayIp wrote it: only then is it ever removed.</summary>
    public bool IsOwned { get; init; }

    /// <summary>True when the stack that manages the interface reads the file, so that the address is there after a reboot.</summary>
    public bool IsEffective { get; init; }
}
