namespace OverlayIp.Agent.Output;

/// <summary>An address of this machine, as <c>--json</c> shows it.</summary>
/// <param name="Address">The address.</param>
/// <param name="InterfaceName">The interface, or null when no interface has it.</param>
/// <param name="Changed">True when this call added or removed it.</param>
internal sealed record LocalAddressReport(string Address, string? InterfaceName, bool Changed)
{
    public static LocalAddressReport? Of(OverlayAddress? address) =>
        address is null ? null : new LocalAddressReport(address.Address, address.InterfaceName, address.Changed);
}
