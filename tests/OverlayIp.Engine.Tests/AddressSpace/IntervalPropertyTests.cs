using System.Net;
using System.Net.Sockets;
using FsCheck;
using FsCheck.Fluent;
using OverlayIp.Engine.AddressSpace;

namespace OverlayIp.Engine.Tests.AddressSpace;

/// <summary>
/// What must hold of intervals for any blocks. The blocks lie close together, and at the ends of the address space, so that they overlap and touch often;
/// the properties are checked address by address, with nothing but <see cref="CidrBlock.Contains"/>.
/// </summary>
public class IntervalPropertyTests
{
    private static readonly AddressFamily[] Families = [AddressFamily.InterNetwork, AddressFamily.InterNetworkV6];

    // 256 addresses at either end of the space of a family.
    private static readonly Dictionary<AddressFamily, CidrBlock[]> Probes = Families.ToDictionary(
        f => f, f => Enumerable.Range(0, 512).Select(i => ProbeAt(f, i)).ToArray());

    [Fact]
    public void A_union_has_the_addresses_of_its_blocks_and_no_others() => Check((family, blocks, _) =>
    {
        var union = IntervalSet.Of(family, blocks);
        return Probes[family].All(p => Has(union, p) == blocks.Any(b => b.Contains(p)));
    });

    [Fact]
    public void The_intervals_of_a_set_are_sorted_and_neither_overlap_nor_touch() => Check((family, blocks, others) =>
        new[] { IntervalSet.Of(family, blocks), IntervalSet.Of(family, blocks).Except(IntervalSet.Of(family, others)) }.All(set =>
            set.Intervals.All(i => i.First <= i.Last)
            && set.Intervals.Zip(set.Intervals.Skip(1)).All(pair => pair.First.Last != UInt128.MaxValue && pair.First.Last + 1 < pair.Second.First)));

    [Fact]
    public void A_difference_has_what_is_in_the_one_and_not_in_the_other() => Check((family, blocks, others) =>
    {
        var difference = IntervalSet.Of(family, blocks).Except(IntervalSet.Of(family, others));
        return Probes[family].All(p => Has(difference, p) == (blocks.Any(b => b.Contains(p)) && !others.Any(b => b.Contains(p))));
    });

    [Fact]
    public void A_set_is_exactly_its_blocks_which_do_not_overlap() => Check((family, blocks, others) =>
    {
        var set = IntervalSet.Of(family, blocks).Except(IntervalSet.Of(family, others));
        var parts = set.ToBlocks().ToList();
        return IntervalSet.Of(family, parts).Intervals.SequenceEqual(set.Intervals)
            && parts.Zip(parts.Skip(1)).All(pair => !pair.First.Overlaps(pair.Second));
    });

    [Fact]
    public void No_two_neighbours_among_the_blocks_of_a_set_could_be_one() => Check((family, blocks, _) =>
    {
        var parts = IntervalSet.Of(family, blocks).ToBlocks().ToList();
        return parts.Zip(parts.Skip(1)).All(pair =>
            pair.First.PrefixLength != pair.Second.PrefixLength || pair.First.PrefixLength == 0
            || !CidrBlock.Parse($"{pair.First.Address}/{pair.First.PrefixLength - 1}").Contains(pair.Second));
    });

    [Fact]
    public void The_blocks_of_a_length_are_all_that_fit_in_ascending_order() => Check(
        (family, blocks, others) =>
        {
            var set = IntervalSet.Of(family, blocks).Except(IntervalSet.Of(family, others));
            var width = AddressInterval.WidthOf(family);
            return new[] { width, width - 1, width - 3, width - 5 }.All(length => set.Blocks(length).SequenceEqual(
                Probes[family].Select(p => CidrBlock.Parse($"{p.Address}/{length}")).Distinct()
                    .Where(b => Probes[family].Where(b.Contains).All(p => Has(set, p)))));
        },
        withWide: false);

    [Fact]
    public void What_is_found_free_collides_with_nothing_and_the_answer_is_always_the_same() => Check((family, blocks, others) =>
    {
        var search = new AddressSearch { VpcId = "vpc-00000001", Count = 20, Family = family, In = others };
        List<OccupiedBlock> occupied = [.. blocks.Select(b => new OccupiedBlock(b, "test")), .. ReservedRanges.Reserved];
        var found = FreeAddresses.Choose(search, occupied).Select(c => c.DestinationCidr).ToList();
        occupied.Reverse();
        return found.TrueForAll(text => CidrBlock.TryParse(text, out var free)
                && !occupied.Exists(o => o.Block.Overlaps(free)) && (others.Length == 0 || others.Any(o => o.Contains(free))))
            && found.Distinct().Count() == found.Count
            && found.SequenceEqual(FreeAddresses.Choose(search, occupied).Select(c => c.DestinationCidr));
    });

    // Wide blocks have more addresses than can be looked at one by one.
    private static void Check(Func<AddressFamily, CidrBlock[], CidrBlock[], bool> holds, bool withWide = true)
    {
        foreach (var family in Families)
        {
            var block = from place in Gen.Choose(0, 511)
                        from hostBits in Gen.Frequency((8, Gen.Choose(0, 6)), (withWide ? 1 : 0, Gen.Choose(0, AddressInterval.WidthOf(family))))
                        select CidrBlock.Parse($"{ProbeAt(family, place).Address}/{AddressInterval.WidthOf(family) - hostBits}");
            var blocks = from count in Gen.Choose(0, 6) from list in Gen.ArrayOf(block, count) select list;
            Prop.ForAll(blocks.ToArbitrary(), blocks.ToArbitrary(), (some, others) => holds(family, some, others))
                .Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithQuietOnSuccess(true));
        }
    }

    private static CidrBlock ProbeAt(AddressFamily family, int index)
    {
        var bytes = new byte[AddressInterval.WidthOf(family) / 8];
        Array.Fill(bytes, index < 256 ? (byte)0 : (byte)255);
        bytes[^1] = (byte)index;
        return CidrBlock.Of(new IPAddress(bytes));
    }

    private static bool Has(IntervalSet set, CidrBlock address) => set.Intervals.Any(i => i.Contains(AddressInterval.Of(address)));
}
