using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace OverlayIp.Engine.AddressSpace;

/// <summary>Chooses free destinations: a pure function of the search and of what is occupied. The same question has the same answer.</summary>
internal static class FreeAddresses
{
    /// <summary>The first free destinations, range by range, in ascending order.</summary>
    public static IEnumerable<OverlayAddressCandidate> Choose(AddressSearch search, IReadOnlyList<OccupiedBlock> occupied, string? region = null)
    {
        var taken = IntervalSet.Of(search.Family, occupied.Select(o => o.Block));
        var width = AddressInterval.WidthOf(search.Family);
        return RangesOf(search)
            .SelectMany(range => IntervalSet.Of(search.Family, [range.Block]).Except(taken)
                .Blocks(Math.Max(search.PrefixLength ?? width, range.Block.PrefixLength))
                .Where(block => !block.IsSingleAddress || range.Block.IsSingleAddress || !IsAwkward(block.Address))
                .Select(block => new OverlayAddressCandidate
                {
                    DestinationCidr = block.ToString(),
                    Block = block.ToString(),
                    VpcId = search.VpcId,
                    IsFree = true,
                    Range = NameOf(range),
                    Region = region,
                }))
            .DistinctBy(c => c.Block)
            .Take(search.Count);
    }

    /// <summary>What is excluded within the ranges, and why, in ascending order.</summary>
    public static IEnumerable<OverlayAddressCandidate> Excluded(AddressSearch search, IReadOnlyList<OccupiedBlock> occupied, string? region = null) =>
        from range in RangesOf(search) is var ranges ? ranges.Where(r => !ranges.Exists(o => !o.Block.Equals(r.Block) && o.Block.Contains(r.Block))) : []
        from taken in occupied
        where range.Block.Overlaps(taken.Block)
        let block = taken.Block.Contains(range.Block) ? range.Block : taken.Block
        orderby AddressInterval.Of(block).First, block.PrefixLength, taken.Reason
        select new OverlayAddressCandidate
        {
            Block = block.ToString(),
            VpcId = search.VpcId,
            IsFree = false,
            Range = NameOf(range),
            Reason = taken.Block.Equals(block) ? taken.Reason : $"{taken.Reason} ({taken.Block})",
            HolderId = taken.HolderId,
            Region = region,
        };

    // In a wider range, the private ones of it come first.
    private static List<(CidrBlock Block, string Name)> RangesOf(AddressSearch search)
    {
        var known = search.Family == AddressFamily.InterNetworkV6 ? ReservedRanges.PrivateIpv6 : ReservedRanges.PrivateIpv4;
        return search.In.Count > 0
            ? [.. search.In.Where(b => b.AddressFamily == search.Family).SelectMany(b => known.FirstOrDefault(k => k.Block.Contains(b)).Name is { } name
                ? [(b, name)]
                : known.Where(k => b.Contains(k.Block)).Append((b, "public")))]
            : search.Family == AddressFamily.InterNetworkV6 ? [(UniqueLocal(search.VpcId), "RFC 4193"), .. known] : [.. known];
    }

    // A unique local prefix is to have 40 random bits (RFC 4193, 3.2.2), so that networks that are joined later do not collide. Made of the VPC's
    // id, they are always the same for a VPC.
    private static CidrBlock UniqueLocal(string vpcId)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        bytes[0] = 0xfd;
        SHA256.HashData(Encoding.UTF8.GetBytes(vpcId)).AsSpan(0, 5).CopyTo(bytes[1..]);

        // fd00::/16 is Amazon's.
        bytes[1] = bytes[1] == 0 ? (byte)1 : bytes[1];
        return CidrBlock.Parse($"{new IPAddress(bytes)}/48");
    }

    private static string NameOf((CidrBlock Block, string Name) range) => $"{range.Block} ({range.Name})";

    // Legal in a route, but some software takes the first and the last address of what was once a class C for a network and its broadcast. Of IPv6
    // it is the first one of a /64, the subnet routers' anycast address (RFC 4291, 2.6.1).
    private static bool IsAwkward(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return bytes.Length == 4 ? bytes[3] is 0 or 255 : bytes.AsSpan(8).IndexOfAnyExcept((byte)0) < 0;
    }
}
