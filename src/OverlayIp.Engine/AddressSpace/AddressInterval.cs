using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace OverlayIp.Engine.AddressSpace;

/// <summary>Addresses from a first to a last one, both included, of one family.</summary>
/// <param name="Family">The family.</param>
/// <param name="First">The first address as a number.</param>
/// <param name="Last">The last address as a number; not below the first.</param>
internal readonly record struct AddressInterval(AddressFamily Family, UInt128 First, UInt128 Last)
{
    /// <summary>The bits of an address: 32 or 128.</summary>
    public int Width => WidthOf(Family);

    public static AddressInterval Of(CidrBlock block)
    {
        var first = NumberOf(block.Address);
        var hostBits = WidthOf(block.AddressFamily) - block.PrefixLength;
        return new AddressInterval(block.AddressFamily, first, first + Size(hostBits) - 1);
    }

    public bool Overlaps(AddressInterval other) => Family == other.Family && First <= other.Last && other.First <= Last;

    public bool Contains(AddressInterval other) => Family == other.Family && First <= other.First && other.Last <= Last;

    /// <summary>The fewest blocks that together are exactly this interval, in ascending order.</summary>
    public IEnumerable<CidrBlock> ToBlocks()
    {
        var first = First;
        while (true)
        {
            // As large as the alignment of the first address allows, and not beyond the last one.
            var hostBits = first == UInt128.Zero ? Width : (int)UInt128.TrailingZeroCount(first);
            hostBits = Math.Min(hostBits, Width);
            while (hostBits > 0 && (hostBits == 128 ? Last != UInt128.MaxValue || first != UInt128.Zero : first + (Size(hostBits) - 1) > Last))
            {
                hostBits--;
            }

            yield return BlockAt(Family, first, Width - hostBits);
            var end = first + (Size(hostBits) - 1);
            if (end == Last)
            {
                yield break;
            }

            first = end + 1;
        }
    }

    /// <summary>The block that starts at an address.</summary>
    public static CidrBlock BlockAt(AddressFamily family, UInt128 first, int prefixLength) =>
        CidrBlock.Parse($"{AddressOf(family, first)}/{prefixLength.ToString(System.Globalization.CultureInfo.InvariantCulture)}");

    /// <summary>The number of addresses with so many host bits; 0 stands for 2^128, so that subtracting one is right.</summary>
    public static UInt128 Size(int hostBits) => hostBits == 128 ? UInt128.Zero : UInt128.One << hostBits;

    public static int WidthOf(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? 128 : 32;

    private static UInt128 NumberOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        return written == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static IPAddress AddressOf(AddressFamily family, UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new IPAddress(family == AddressFamily.InterNetworkV6 ? bytes : bytes[12..]);
    }
}
