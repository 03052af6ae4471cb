namespace OverlayIp.Engine.Addressing.Persistence;

// Addresses as configuration files write them, with or without a prefix length.
internal static class WrittenAddress
{
    public static PersistedAddress? Read(string? written, string interfaceName, OverlayAddressStack stack, string file)
    {
        if (written is null)
            return null;

        var slash = written.IndexOf('/', StringComparison.Ordinal);
        return CidrBlock.TryParse(slash < 0 ? written : written[..slash], out var address) && address.IsSingleAddress
            ? new PersistedAddress(address, CidrBlock.TryParse(written, out var block) ? block.PrefixLength : address.PrefixLength, interfaceName, stack, file)
            : null;
    }
}
