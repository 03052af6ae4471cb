using System.Net.Sockets;
using OverlayIp.Engine.AddressSpace;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Integration.Tests.Reach;

public class FreeAddressTests
{
    public static TheoryData<string> Holders => [.. Occupying.Keys];

    // What has 10.5.0.0/16 in each case, and how its reason begins.
    private static readonly Dictionary<string, (Func<ReachLab, Task> Occupy, string Reason)> Occupying = new()
    {
        ["another VPC"] = (lab => lab.Api.DoAsync("CreateVpc", ("CidrBlock", "10.5.0.0/16")), "block of vpc-"),
        ["a secondary block"] = (lab => lab.Api.DoAsync("AssociateVpcCidrBlock", ("VpcId", lab.VpcId), ("CidrBlock", "10.5.0.0/16")), "block of vpc-"),
        ["a route of a VPC"] = (lab => lab.Api.DoAsync(
            "CreateRoute", ("RouteTableId", lab.OutsideTable), ("DestinationCidrBlock", "10.5.0.0/16"), ("TransitGatewayId", lab.Transit.GatewayId)), "route in rtb-"),
        ["a route of the transit gateway"] = (lab => lab.Transit.RouteAsync("10.5.0.0/16", lab.Transit.OutsideId), "route in tgw-rtb-"),
        ["a prefix list"] = (lab => lab.Api.DoAsync(
            "CreateManagedPrefixList", ("PrefixListName", "sites"), ("AddressFamily", "IPv4"), ("MaxEntries", "2"), ("Entry.1.Cidr", "10.5.0.0/16")), "entry of pl-"),
    };

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task What_something_has_is_not_free_and_the_reason_names_it(string holder)
    {
        var (occupy, reason) = Occupying[holder];
        await using var lab = await ReachLab.StartAsync();
        var search = new AddressSearch { VpcId = lab.VpcId, In = [CidrBlock.Parse("10.4.0.0/15")], PrefixLength = 16, Count = 5 };
        Assert.Equal(["10.4.0.0/16", "10.5.0.0/16"], (await FindAsync(lab, search)).Free.Select(c => c.DestinationCidr));

        await occupy(lab);
        var (free, excluded) = await FindAsync(lab, search);

        Assert.Equal("10.4.0.0/16", Assert.Single(free).DestinationCidr);
        Assert.All(excluded, e => Assert.Equal("10.5.0.0/16", e.Block));
        Assert.Contains(excluded, e => e.Reason!.StartsWith(reason, StringComparison.Ordinal) && e.HolderId is not null);
    }

    [Fact]
    public async Task The_blocks_of_a_peer_are_not_free()
    {
        await using var lab = await ReachLab.StartAsync();
        var peering = (await lab.Api.DoAsync("CreateVpcPeeringConnection", ("VpcId", lab.Transit.OutsideVpcId), ("PeerVpcId", lab.VpcId))).Text("vpcPeeringConnectionId")!;
        await lab.Api.DoAsync("AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", peering));

        var (free, excluded) = await FindAsync(lab, new AddressSearch { VpcId = lab.VpcId, In = [CidrBlock.Parse("172.16.9.0/24")] });

        Assert.Empty(free);
        Assert.Contains(excluded, e => e.HolderId == peering && e.Reason == $"block of {lab.Transit.OutsideVpcId}, peered by {peering} (172.16.0.0/16)");
    }

    [Fact]
    public async Task Default_routes_have_nothing()
    {
        await using var lab = await ReachLab.StartAsync();
        await lab.LeadOutsideAsync("0.0.0.0/0");
        await lab.Transit.RouteAsync("0.0.0.0/0", lab.Transit.OutsideId);

        Assert.Equal("10.1.0.1/32", Assert.Single((await FindAsync(lab, new AddressSearch { VpcId = lab.VpcId })).Free).DestinationCidr);
    }

    [Fact]
    public async Task What_was_found_makes_a_route_and_is_then_taken()
    {
        await using var lab = await ReachLab.StartAsync();
        var first = Assert.Single((await FindAsync(lab, new AddressSearch { VpcId = lab.VpcId })).Free);
        await lab.Api.DoAsync("CreateRoute", ("RouteTableId", lab.Scene.Tables[0]), ("DestinationCidrBlock", first.DestinationCidr!), ("NetworkInterfaceId", lab.Scene.A.NetworkInterfaceId));

        Assert.Equal(("10.1.0.1/32", "10.1.0.2/32"), (first.DestinationCidr, Assert.Single((await FindAsync(lab, new AddressSearch { VpcId = lab.VpcId })).Free).DestinationCidr));
    }

    [Fact]
    public async Task IPv6_blocks_of_VPCs_are_not_free()
    {
        await using var lab = await ReachLab.StartAsync();
        var block = (await lab.Api.DoAsync("AssociateVpcCidrBlock", ("VpcId", lab.VpcId), ("AmazonProvidedIpv6CidrBlock", "true"))).Text("ipv6CidrBlock")
            ?? (await lab.Api.DoAsync("DescribeVpcs", ("VpcId.1", lab.VpcId))).Text("ipv6CidrBlock")!;
        var search = new AddressSearch { VpcId = lab.VpcId, Family = AddressFamily.InterNetworkV6, In = [CidrBlock.Parse(block)] };

        Assert.Empty((await FindAsync(lab, search)).Free);
        Assert.StartsWith("fd", Assert.Single((await FindAsync(lab, search with { In = [] })).Free).DestinationCidr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_VPC_is_an_error()
    {
        await using var lab = await ReachLab.StartAsync();

        var error = await Assert.ThrowsAsync<OverlayIpException>(() => FindAsync(lab, new AddressSearch { VpcId = "vpc-0123456789abcdef0" }));

        Assert.Equal("VpcNotFound", error.ErrorId);
    }

    private static Task<(IReadOnlyList<OverlayAddressCandidate> Free, IReadOnlyList<OverlayAddressCandidate> Excluded)> FindAsync(ReachLab lab, AddressSearch search) =>
        new AddressFinder(lab.Scene.Connection).FindAsync(search, CancellationToken.None);
}
