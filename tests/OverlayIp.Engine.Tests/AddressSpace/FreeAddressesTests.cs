using System.Net.Sockets;
using OverlayIp.Engine.AddressSpace;

namespace OverlayIp.Engine.Tests.AddressSpace;

public class FreeAddressesTests
{
    private const string Vpc = "vpc-0123456789abcdef0";

    [Theory]
    [InlineData("", "10.0.0.1/32 10.0.0.2/32")]
    [InlineData("10.0.0.0/16", "10.1.0.1/32 10.1.0.2/32")]
    [InlineData("10.0.0.0/24 10.0.2.0/23", "10.0.1.1/32 10.0.1.2/32")]
    [InlineData("10.0.0.1/32", "10.0.0.2/32 10.0.0.3/32")]
    [InlineData("10.0.0.0/8", "172.16.0.1/32 172.16.0.2/32")]
    [InlineData("10.0.0.0/8 172.16.0.0/16", "172.18.0.1/32 172.18.0.2/32")]
    [InlineData("10.0.0.0/8 172.16.0.0/12", "192.168.0.1/32 192.168.0.2/32")]
    [InlineData("10.0.0.0/8 172.16.0.0/12 192.168.0.0/16", "100.64.0.1/32 100.64.0.2/32")]
    [InlineData("10.0.0.0/9 10.128.0.0/10 10.192.0.0/10 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10", "")]
    [InlineData("0.0.0.0/1", "172.16.0.1/32 172.16.0.2/32")]
    [InlineData("0.0.0.0/0", "")]
    public void The_first_free_addresses_of_the_private_ranges_are_found(string occupied, string expected) =>
        Assert.Equal(expected, Find(new AddressSearch { VpcId = Vpc, Count = 2 }, occupied));

    [Theory]
    [InlineData("10.2.0.0/16", 32, "10.2.0.1/32")]
    [InlineData("10.2.0.0/31", 32, "10.2.0.1/32")]
    [InlineData("10.2.0.0/32", 32, "10.2.0.0/32")]
    [InlineData("10.2.0.254/31", 32, "10.2.0.254/32")]
    [InlineData("10.2.0.0/16", 24, "10.2.0.0/24")]
    [InlineData("10.1.0.0/16 10.2.0.0/16", 16, "10.2.0.0/16")]
    [InlineData("0.0.0.0/0", 32, "10.0.0.1/32")]
    [InlineData("8.0.0.0/7", 8, "8.0.0.0/8")]
    [InlineData("172.16.0.0/15", 16, "172.16.0.0/16")]
    [InlineData("172.17.0.0/16", 32, "")]
    [InlineData("169.254.0.0/16", 32, "")]
    public void A_range_of_ones_own_is_searched_alone(string within, int prefixLength, string expected) => Assert.Equal(
        expected,
        Find(new AddressSearch { VpcId = Vpc, In = [.. within.Split(' ').Select(CidrBlock.Parse)], PrefixLength = prefixLength }, "10.1.0.0/24"));

    [Fact]
    public void IPv6_is_found_in_the_unique_local_prefix_of_the_VPC()
    {
        var search = new AddressSearch { VpcId = Vpc, Count = 2, Family = AddressFamily.InterNetworkV6 };
        var found = FreeAddresses.Choose(search, ReservedRanges.Reserved).ToList();
        var range = CidrBlock.Parse(found[0].Range.Split(' ')[0]);

        Assert.Equal(48, range.PrefixLength);
        Assert.StartsWith("fd", range.ToString(), StringComparison.Ordinal);
        Assert.All(found, c => Assert.True(range.Contains(CidrBlock.Parse(c.DestinationCidr!))));
        Assert.Equal(found, FreeAddresses.Choose(search, ReservedRanges.Reserved));
        Assert.NotEqual(found[0].Range, FreeAddresses.Choose(search with { VpcId = "vpc-00000001" }, ReservedRanges.Reserved).First().Range);

        var elsewhere = FreeAddresses.Choose(search, [new OccupiedBlock(range, "route"), .. ReservedRanges.Reserved]).First();
        Assert.Equal(("fd01::1/128", "fd00::/8 (RFC 4193)"), (elsewhere.DestinationCidr, elsewhere.Range));
    }

    [Fact]
    public void Every_exclusion_has_its_reason_and_no_destination()
    {
        var search = new AddressSearch { VpcId = Vpc, In = [CidrBlock.Parse("10.2.0.0/16")] };
        var excluded = FreeAddresses.Excluded(
            search,
            [
                new OccupiedBlock(CidrBlock.Parse("10.2.1.0/24"), "route in rtb-1", "rtb-1"), new OccupiedBlock(CidrBlock.Parse("10.0.0.0/8"), "block of vpc-2", "vpc-2"),
                new OccupiedBlock(CidrBlock.Parse("10.3.0.0/16"), "block of vpc-3", "vpc-3"), new OccupiedBlock(CidrBlock.Parse("10.2.1.0/24"), "entry of pl-1", "pl-1"),
            ]).ToList();

        Assert.Equal(
            [("10.2.0.0/16", "block of vpc-2 (10.0.0.0/8)", "vpc-2"), ("10.2.1.0/24", "entry of pl-1", "pl-1"), ("10.2.1.0/24", "route in rtb-1", "rtb-1")],
            excluded.Select(e => (e.Block, e.Reason, e.HolderId)));
        Assert.All(excluded, e => Assert.Equal((false, null, null, Vpc), (e.IsFree, e.DestinationCidr, e.Address, e.VpcId)));
    }

    [Fact]
    public void A_candidate_brings_what_a_route_needs()
    {
        var candidate = Assert.Single(FreeAddresses.Choose(new AddressSearch { VpcId = Vpc }, [], "eu-central-1"));

        Assert.Equal(
            ("10.0.0.1/32", "10.0.0.1", Vpc, true, "10.0.0.0/8 (RFC 1918)", "eu-central-1"),
            (candidate.DestinationCidr, candidate.Address, candidate.VpcId, candidate.IsFree, candidate.Range, candidate.Region));
    }

    private static string Find(AddressSearch search, string occupied) => string.Join(' ', FreeAddresses.Choose(
        search,
        [.. occupied.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(b => new OccupiedBlock(CidrBlock.Parse(b), "test")), .. ReservedRanges.Reserved]).Select(c => c.DestinationCidr));
}
