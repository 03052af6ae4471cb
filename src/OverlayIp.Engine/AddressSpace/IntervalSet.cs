using System.Collections.Immutable;
using System.Net.Sockets;

namespace OverlayIp.Engine.AddressSpace;

/// <summary>A set of addresses of one family as sorted intervals that neither overlap nor touch.</summary>
internal sealed class IntervalSet
{
    private IntervalSet(AddressFamily family, ImmutableArray<AddressInterval> intervals)
    {
        Family = family;
        Intervals = intervals;
    }

    public AddressFamily Family { get; }

    public ImmutableArray<AddressInterval> Intervals { get; }

    public bool IsEmpty => Intervals.IsEmpty;

    /// <summary>The union of blocks; those of another family are left out.</summary>
    public static IntervalSet Of(AddressFamily family, IEnumerable<CidrBlock> blocks)
    {
        var merged = new List<AddressInterval>();
        foreach (var next in blocks.Where(b => b.AddressFamily == family).Select(AddressInterval.Of).OrderBy(i => i.First).ThenBy(i => i.Last))
        {
            if (merged.Count > 0 && (merged[^1].Last == UInt128.MaxValue || next.First <= merged[^1].Last + 1))
            {
                merged[^1] = merged[^1] with { Last = UInt128.Max(merged[^1].Last, next.Last) };
            }
            else
            {
                merged.Add(next);
            }
        }

        return new IntervalSet(family, [.. merged]);
    }

    /// <summary>The addresses of this set that another one does not have.</summary>
    public IntervalSet Except(IntervalSet other)
    {
        var left = ImmutableArray.CreateBuilder<AddressInterval>();
        foreach (var interval in Intervals)
        {
            var (first, isWhole) = (interval.First, true);
            foreach (var taken in other.Intervals.Where(interval.Overlaps))
            {
                if (taken.First > first)
                {
                    left.Add(interval with { First = first, Last = taken.First - 1 });
                }

                if (taken.Last >= interval.Last)
                {
                    isWhole = false;
                    break;
                }

                first = taken.Last + 1;
            }

            if (isWhole)
            {
                left.Add(interval with { First = first });
            }
        }

        return new IntervalSet(Family, left.ToImmutable());
    }

    /// <summary>The aligned blocks of one prefix length that lie wholly in the set, in ascending order.</summary>
    public IEnumerable<CidrBlock> Blocks(int prefixLength)
    {
        var hostBits = AddressInterval.WidthOf(Family) - prefixLength;
        var mask = AddressInterval.Size(hostBits) - 1;
        foreach (var interval in Intervals)
        {
            var first = interval.First;
            if ((first & mask) != 0)
            {
                if ((first | mask) == UInt128.MaxValue)
                {
                    continue;
                }

                first = (first | mask) + 1;
            }

            while (first <= interval.Last && (first | mask) <= interval.Last)
            {
                yield return AddressInterval.BlockAt(Family, first, prefixLength);
                if ((first | mask) == interval.Last)
                {
                    break;
                }

                first = (first | mask) + 1;
            }
        }
    }

    /// <summary>The fewest blocks that together are exactly the set, in ascending order.</summary>
    public IEnumerable<CidrBlock> ToBlocks() => Intervals.SelectMany(i => i.ToBlocks());
}
