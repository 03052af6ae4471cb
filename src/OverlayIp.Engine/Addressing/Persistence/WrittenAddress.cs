using System.Globalization;
using System.Net;
using System.Numerics;

namespace OverlayIp.Engine.Addressing.Persistence;

// Addresses as configuration files write them, with or without a prefix length.
internal static class WrittenAddress
{
    // An address with its prefix length or netmask from another variable; both formats of old ifcfg and interfaces files.
    public static string? Join(string? address, string? prefixOrMask)
    {
        if (address is null || string.IsNullOrWhiteSpace(prefixOrMask) || address.Contains('/', StringComparison.Ordinal))
            return address;

        return prefixOrMask.Contains('.', StringComparison.Ordinal) && IPAddress.TryParse(prefixOrMask, out var mask)
            ? string.Create(CultureInfo.InvariantCulture, $"{address}/{mask.GetAddressBytes().Sum(part => BitOperations.PopCount(part))}")
            : $"{address}/{prefixOrMask}";
    }

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
