using System.Net.Sockets;
using OverlayIp.Engine.Addressing;

namespace OverlayIp.Engine.Tests.Addressing;

public sealed class LinuxAddressReadTests : IDisposable
{
    private readonly FakeProc _proc = new();

    public void Dispose() => _proc.Dispose();

    [Theory]
    [InlineData("", null, false, "lo 10.2.0.2/32, eth0 10.2.0.1/32, eth0 2001:db8::1/128")]
    [InlineData("", "eth0", false, "eth0 10.2.0.1/32, eth0 2001:db8::1/128")]
    [InlineData("", "enp0s5", false, "eth0 10.2.0.1/32, eth0 2001:db8::1/128")]
    [InlineData("", "eth1", false, "")]
    [InlineData("", "eth0", true, "eth0 172.31.0.10/20, eth0 10.2.0.1/32, eth0 fd00::10/64, eth0 2001:db8::1/128, eth0 fe80::fc5b:fdff:fe7d:9527/64")]
    [InlineData("10.2.0.1", null, false, "eth0 10.2.0.1/32")]
    [InlineData("10.2.0.0/24", null, false, "lo 10.2.0.2/32, eth0 10.2.0.1/32")]
    [InlineData("10.2.0.0/24", "lo", false, "lo 10.2.0.2/32")]
    [InlineData("2001:db8::/32 10.2.0.2", null, false, "lo 10.2.0.2/32, eth0 2001:db8::1/128")]
    [InlineData("172.31.0.10", null, false, "eth0 172.31.0.10/20")]
    [InlineData("172.31.0.0/16", null, false, "")]
    [InlineData("172.31.0.0/16", null, true, "eth0 172.31.0.10/20")]
    [InlineData("127.0.0.1", null, false, "lo 127.0.0.1/8")]
    [InlineData("10.9.9.9", null, true, "")]
    public async Task Overlay_candidates_are_found_and_what_is_named_exactly(string addresses, string? interfaceName, bool all, string expected)
    {
        var query = new AddressQuery { Addresses = Blocks(addresses), InterfaceName = interfaceName, IncludeAll = all };
        Assert.Equal(expected, Text(await Manager(IpCaptures.Addresses).GetAsync(query, default)));
    }

    [Fact]
    public async Task Everything_that_the_kernel_tells_is_reported()
    {
        var found = await Manager(IpCaptures.Addresses).GetAsync(new AddressQuery { InterfaceName = "eth0" }, default);
        Assert.Equal(
            [
                new OverlayAddress { Address = "10.2.0.1", PrefixLength = 32, InterfaceName = "eth0", InterfaceIndex = 3, Label = "eth0:ovip", AddressFamily = AddressFamily.InterNetwork },
                new OverlayAddress { Address = "2001:db8::1", PrefixLength = 128, InterfaceName = "eth0", InterfaceIndex = 3, AddressFamily = AddressFamily.InterNetworkV6, SkipAsSource = true },
            ],
            found);
    }

    [Theory]
    [InlineData("""["BROADCAST","UP","LOWER_UP"]""", true)]
    [InlineData("""["NO-CARRIER","BROADCAST","UP"]""", true)]
    [InlineData("""["BROADCAST","MULTICAST"]""", false)]
    public async Task An_interface_that_was_turned_off_is_left_out_on_request(string flags, bool isUp)
    {
        var links = $$"""[{"ifindex":2,"ifname":"eth0","flags":{{flags}},"addr_info":[{"local":"10.2.0.1","prefixlen":32}]}]""";
        var query = new AddressQuery { Addresses = Blocks("10.2.0.1") };
        Assert.Equal(isUp ? "eth0 10.2.0.1/32" : "", Text(await Manager(links).GetAsync(query with { UpOnly = true }, default)));
        Assert.Equal("eth0 10.2.0.1/32", Text(await Manager(links).GetAsync(query, default)));
    }

    // EC2 gives IPv6 by DHCPv6 as /128; other clouds IPv4 as /32. Neither is an overlay address.
    [Theory]
    [InlineData("""[{"local":"10.0.0.5","prefixlen":32,"dynamic":true},{"local":"10.2.0.1","prefixlen":32}]""", "10.2.0.1/32")]
    [InlineData("""[{"local":"10.0.0.5","prefixlen":32},{"local":"10.2.0.1","prefixlen":32}]""", "10.2.0.1/32")]
    [InlineData("""[{"local":"10.2.0.1","prefixlen":32},{"local":"10.0.0.5","prefixlen":24}]""", "10.2.0.1/32")]
    [InlineData("""[{"local":"2600::5","prefixlen":128,"dynamic":true},{"local":"2001:db8::1","prefixlen":128}]""", "2001:db8::1/128")]
    [InlineData("""[{"local":"2001:db8::1","prefixlen":128},{"local":"2600::5","prefixlen":128}]""", "2001:db8::1/128")]
    public async Task The_main_address_of_the_default_interface_is_no_candidate(string addresses, string expected)
    {
        var links = $$"""[{"ifindex":2,"ifname":"eth0","addr_info":{{addresses}}}]""";
        Assert.Equal("eth0 " + expected, Text(await Manager(links).GetAsync(new AddressQuery(), default)));
    }

    [Fact]
    public async Task The_default_routes_own_source_is_the_main_address()
    {
        const string links = """[{"ifindex":2,"ifname":"eth0","addr_info":[{"local":"10.2.0.1","prefixlen":32},{"local":"10.0.0.5","prefixlen":32}]}]""";
        const string route = """[{"dst":"default","gateway":"10.0.0.1","dev":"eth0","prefsrc":"10.0.0.5"}]""";
        Assert.Equal("eth0 10.2.0.1/32", Text(await Manager(links, route).GetAsync(new AddressQuery(), default)));
    }

    [Fact]
    public async Task An_interface_that_has_only_an_overlay_address_shows_it()
    {
        const string links = """[{},{"ifindex":7,"ifname":"dummy0","addr_info":[{},{"local":"10.2.0.1","prefixlen":32}]}]""";
        Assert.Equal("dummy0 10.2.0.1/32", Text(await Manager(links).GetAsync(new AddressQuery(), default)));
    }

    [Fact]
    public async Task An_unknown_interface_is_refused_with_the_existing_ones()
    {
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => Manager(IpCaptures.Addresses).GetAsync(new AddressQuery { InterfaceName = "ens5" }, default));
        Assert.Equal(("AddressInterfaceNotFound", OverlayErrorKind.NotFound, "ens5"), (error.ErrorId, error.Kind, error.Subject));
        Assert.Equal("There is no interface 'ens5' on this machine. It has: lo, eth0, eth1.", error.Message);
    }

    [Fact]
    public async Task A_machine_without_routes_or_IPv6_is_read_all_the_same()
    {
        var runner = new FakeProcessRunner()
            .On(IpCaptures.ShowAddresses, IpCaptures.Addresses)
            .On(IpCaptures.ShowDefault4)
            .On(IpCaptures.ShowDefault6, exitCode: 2, error: "RTNETLINK answers: Operation not supported\nDump terminated\n");
        var found = await LocalAddressManager.ForLinux(runner, _proc.State).GetAsync(new AddressQuery(), default);
        Assert.Equal(3, found.Count);
    }

    public static TheoryData<Func<ProcessResult>, string, OverlayErrorKind, string> Failures => new()
    {
        { () => throw new FileNotFoundException("no ip", "ip"), "AddressToolMissing", OverlayErrorKind.OperatingSystem, "'ip' is needed" },
        { () => throw new TimeoutException("too slow"), "AddressToolFailed", OverlayErrorKind.Timeout, "too slow" },
        { () => throw new InvalidDataException("too much"), "AddressToolFailed", OverlayErrorKind.OperatingSystem, "too much" },
        { () => new(0, "not json", ""), "AddressToolFailed", OverlayErrorKind.OperatingSystem, "JSON that iproute2 4.15" },
        { () => new(255, "", "Option \"-json\" is unknown, try \"ip -help\".\n"), "AddressToolFailed", OverlayErrorKind.OperatingSystem, "iproute2 4.15 or later is needed" },
        { () => new(1, "", "ip: unrecognized option: j\nBusyBox v1.36.1 multi-call binary.\n"), "AddressToolMissing", OverlayErrorKind.OperatingSystem, "'ip' is needed" },
        { () => new(1, "", "Cannot open netlink socket: Operation not permitted\n"), "AddressToolFailed", OverlayErrorKind.OperatingSystem, "Cannot open netlink socket" },
        { () => new(139, "", ""), "AddressToolFailed", OverlayErrorKind.OperatingSystem, "exit code 139" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task An_ip_that_cannot_be_used_is_reported(Func<ProcessResult> answer, string errorId, OverlayErrorKind kind, string message)
    {
        var runner = new FakeProcessRunner().On(IpCaptures.ShowAddresses, answer).On(IpCaptures.ShowDefault4, "[]").On(IpCaptures.ShowDefault6, "[]");
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => LocalAddressManager.ForLinux(runner, _proc.State).GetAsync(new AddressQuery(), default));
        Assert.Equal((errorId, kind), (error.ErrorId, error.Kind));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        if (errorId == "AddressToolMissing")
        {
            Assert.Contains("iproute2", error.RecommendedAction, StringComparison.Ordinal);
            Assert.True(error.IsFatal);
        }
    }

    [SkippableFact]
    public void Neither_Linux_nor_Windows_is_an_error_that_says_so()
    {
        Skip.If(OperatingSystem.IsLinux() || OperatingSystem.IsWindows(), "This system is supported.");
        var error = Assert.Throws<OverlayIpException>(LocalAddressManager.ForThisSystem);
        Assert.Equal(("AddressPlatformNotSupported", true), (error.ErrorId, error.IsFatal));
    }

    [SkippableFact]
    public async Task This_machine_can_be_read()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Linux only.");
        Skip.IfNot(NetworkNamespace.HasIp, "The package iproute2 is not installed.");
        var found = await LocalAddressManager.ForThisSystem().GetAsync(new AddressQuery { InterfaceName = "lo", IncludeAll = true }, default);
        Assert.Contains(found, address => address is { Address: "127.0.0.1", PrefixLength: 8, InterfaceIndex: 1 });
    }

    private LocalAddressManager Manager(string links, string route4 = IpCaptures.DefaultRoute4) => LocalAddressManager.ForLinux(
        new FakeProcessRunner().On(IpCaptures.ShowAddresses, links).On(IpCaptures.ShowDefault4, route4).On(IpCaptures.ShowDefault6, IpCaptures.DefaultRoute6),
        _proc.State);

    private static CidrBlock[] Blocks(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(CidrBlock.Parse)];

    private static string Text(IEnumerable<OverlayAddress> addresses) =>
        string.Join(", ", addresses.Select(address => $"{address.InterfaceName} {address.Address}/{address.PrefixLength}"));
}
