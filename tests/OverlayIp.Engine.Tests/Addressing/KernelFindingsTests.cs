using OverlayIp.Engine.Addressing;

namespace OverlayIp.Engine.Tests.Addressing;

public sealed class KernelFindingsTests : IDisposable
{
    private const string TwoNics = """
        [{"ifindex":1,"ifname":"lo","addr_info":[{"local":"127.0.0.1","prefixlen":8},{"local":"10.2.0.2","prefixlen":32}]},
        {"ifindex":2,"ifname":"eth0","addr_info":[{"local":"172.31.0.10","prefixlen":20},{"local":"10.2.0.1","prefixlen":32},{"local":"2001:db8::1","prefixlen":128}]},
        {"ifindex":3,"ifname":"eth1.5","addr_info":[{"local":"172.31.16.10","prefixlen":20}]}]
        """;

    private const string OneNic = """
        [{"ifindex":1,"ifname":"lo","addr_info":[{"local":"127.0.0.1","prefixlen":8},{"local":"10.2.0.2","prefixlen":32}]},
        {"ifindex":2,"ifname":"eth0","addr_info":[{"local":"172.31.0.10","prefixlen":20},{"local":"10.2.0.1","prefixlen":32}]},
        {"ifindex":3,"ifname":"eth1.5","addr_info":[]}]
        """;

    private readonly FakeProc _proc = new();

    public void Dispose() => _proc.Dispose();

    [Theory]
    [InlineData(TwoNics, "10.2.0.1", "eth0/rp_filter=1 all/rp_filter=0", "net.ipv4.conf.eth0.rp_filter = 1 -> sysctl -w net.ipv4.conf.eth0.rp_filter=2")]
    [InlineData(TwoNics, "10.2.0.1", "eth0/rp_filter=0 all/rp_filter=1", "net.ipv4.conf.eth0.rp_filter = 1 -> sysctl -w net.ipv4.conf.eth0.rp_filter=2")]
    [InlineData(TwoNics, "10.2.0.1", "eth0/rp_filter=2 all/rp_filter=1", "")]
    [InlineData(TwoNics, "10.2.0.1", "eth0/rp_filter=0 all/rp_filter=0", "")]
    [InlineData(TwoNics, "10.2.0.2", "eth1.5/rp_filter=1", "net.ipv4.conf.eth1/5.rp_filter = 1 -> sysctl -w net.ipv4.conf.eth1/5.rp_filter=2")]
    [InlineData(OneNic, "10.2.0.1", "eth0/rp_filter=1 all/rp_filter=1 eth0/arp_announce=0", "")]
    [InlineData(TwoNics, "2001:db8::1", "eth0/rp_filter=1 eth0/arp_ignore=8", "")]
    [InlineData(OneNic, "10.2.0.1", "eth0/arp_ignore=1", "")]
    [InlineData(OneNic, "10.2.0.2", "eth0/arp_ignore=1", "net.ipv4.conf.eth0.arp_ignore = 1 -> sysctl -w net.ipv4.conf.eth0.arp_ignore=0 net.ipv4.conf.all.arp_ignore=0")]
    [InlineData(OneNic, "10.2.0.1", "all/arp_ignore=2 eth0/arp_ignore=0", "net.ipv4.conf.eth0.arp_ignore = 2 -> sysctl -w net.ipv4.conf.eth0.arp_ignore=0 net.ipv4.conf.all.arp_ignore=0")]
    [InlineData(TwoNics, "10.2.0.1", "eth1.5/arp_announce=0", "net.ipv4.conf.eth1/5.arp_announce = 0 -> sysctl -w net.ipv4.conf.eth1/5.arp_announce=2")]
    [InlineData(TwoNics, "10.2.0.1", "eth1.5/arp_announce=0 all/arp_announce=2", "")]
    public async Task Settings_that_drop_packets_are_found_with_what_helps(string links, string address, string settings, string expected)
    {
        foreach (var setting in settings.Split(' '))
            _proc.Write("sys/net/ipv4/conf/" + setting.Split('=')[0], setting.Split('=')[1] + "\n");

        var found = await FindingsAsync(links, address, "[]");
        Assert.Equal(expected, string.Join("; ", found.Select(finding => $"{finding.Setting} = {finding.Value} -> {finding.Remedy}".Replace(" (and in a file of /etc/sysctl.d for the next boot)", "", StringComparison.Ordinal))));
        Assert.All(found, finding => Assert.NotEmpty(finding.Effect));
    }

    [Fact]
    public async Task Other_local_routes_for_the_address_are_found_with_the_command_that_deletes_them()
    {
        var found = await FindingsAsync(OneNic, "10.2.0.1", IpCaptures.LocalRoutes);
        Assert.Equal(
            ["local 10.2.0.1 dev lo -> ip -4 route delete local 10.2.0.1/32 dev lo table local", "local 10.2.0.1 dev eth1 -> ip -4 route delete local 10.2.0.1/32 dev eth1 table local metric 50"],
            found.Select(finding => $"{finding.Value} -> {finding.Remedy}"));
        Assert.Empty(await FindingsAsync(OneNic, "10.2.0.1", IpCaptures.LocalRouteOfAddress));
    }

    [Fact]
    public async Task Nothing_is_looked_for_unasked()
    {
        var runner = Runner(OneNic);
        var found = await LocalAddressManager.ForLinux(runner, _proc.State).GetAsync(new AddressQuery(), default);
        Assert.All(found, address => Assert.Empty(address.Findings));
        Assert.DoesNotContain(runner.Ran, command => command.Contains("table local", StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<OverlayAddressFinding>> FindingsAsync(string links, string address, string routes)
    {
        var runner = Runner(links).On(IpCaptures.ShowLocal(CidrBlock.Parse(address).ToString()), routes);
        var query = new AddressQuery { Addresses = [CidrBlock.Parse(address)], IncludeFindings = true };
        return Assert.Single(await LocalAddressManager.ForLinux(runner, _proc.State).GetAsync(query, default)).Findings;
    }

    private static FakeProcessRunner Runner(string links) =>
        new FakeProcessRunner().On(IpCaptures.ShowAddresses, links).On(IpCaptures.ShowDefault4, IpCaptures.DefaultRoute4).On(IpCaptures.ShowDefault6, "[]");
}
