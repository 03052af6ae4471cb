using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace OverlayIp.Lab.Vpc;

/// <summary>Address arithmetic that only the lab needs.</summary>
internal static class CidrBlocks
{
    public static bool IsIpv6(this CidrBlock block) => block.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>The number of addresses in a block.</summary>
    public static BigInteger Size(this CidrBlock block) => BigInteger.One << ((block.IsIpv6() ? 128 : 32) - block.PrefixLength);

    /// <summary>The address that is so many above the first one.</summary>
    public static IPAddress AddressAt(this CidrBlock block, BigInteger offset)
    {
        var bytes = block.Address.GetAddressBytes();
        var value = new BigInteger(bytes, isUnsigned: true, isBigEndian: true) + offset;
        var result = new byte[bytes.Length];
        var raw = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        raw.CopyTo(result, result.Length - raw.Length);
        return new IPAddress(result);
    }
}
