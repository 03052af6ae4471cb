using OverlayIp.Engine.Addressing;

namespace OverlayIp.Engine.Tests.Addressing;

public sealed class LinuxAddressApplyTests : IDisposable
{
    private const string Add4 = "ip address add 10.2.0.1/32 dev eth0";
    private const string Delete4 = "ip address delete 10.2.0.1/32 dev eth0";
    private static readonly CidrBlock Address4 = CidrBlock.Parse("10.2.0.1");
    private static readonly CidrBlock Address6 = CidrBlock.Parse("2001:db8::1");

    private readonly FakeProc _proc = new();
    private readonly FakeProcessRunner _runner = new FakeProcessRunner()
        .On(IpCaptures.ShowDefault4, IpCaptures.DefaultRoute4)
        .On(IpCaptures.ShowDefault6, IpCaptures.DefaultRoute6);

    public void Dispose() => _proc.Dispose();

    [Fact]
    public async Task What_was_added_is_read_back()
    {
        _runner.On(IpCaptures.ShowAddresses, IpCaptures.Bare).On(IpCaptures.ShowAddresses, IpCaptures.Addresses).On(Add4);
        var result = await AddAsync(Address4);
        Assert.Equal(("10.2.0.1", 32, "eth0", 3, true), (result.Address, result.PrefixLength, result.InterfaceName, result.InterfaceIndex, result.Changed));
        Assert.Equal([Add4], _runner.Changes);
    }

    [Theory]
    [InlineData("RTNETLINK answers: File exists\n")]
    [InlineData("Error: ipv4: Address already assigned.\n")]
    public async Task An_address_that_somebody_else_added_meanwhile_is_a_success(string error)
    {
        _runner.On(IpCaptures.ShowAddresses, IpCaptures.Bare).On(IpCaptures.ShowAddresses, IpCaptures.Addresses).On(Add4, exitCode: 2, error: error);
        Assert.False((await AddAsync(Address4)).Changed);
    }

    // Real texts: of kernels before and after extended acknowledgements, and of ip itself.
    [Theory]
    [InlineData("10.2.0.1", "RTNETLINK answers: Operation not permitted\n", "AddressPermissionDenied", OverlayErrorKind.PermissionDenied)]
    [InlineData("10.2.0.1", "Cannot find device \"eth0\"\n", "AddressInterfaceNotFound", OverlayErrorKind.NotFound)]
    [InlineData("10.2.0.1", "RTNETLINK answers: No such device\n", "AddressInterfaceNotFound", OverlayErrorKind.NotFound)]
    [InlineData("10.2.0.1", "Error: Attribute failed policy validation.\n", "AddressToolFailed", OverlayErrorKind.OperatingSystem)]
    [InlineData("10.2.0.1", "RTNETLINK answers: Cannot assign requested address\n", "AddressToolFailed", OverlayErrorKind.OperatingSystem)]
    [InlineData("10.2.0.1", "", "AddressToolFailed", OverlayErrorKind.OperatingSystem)]
    [InlineData("2001:db8::1", "RTNETLINK answers: Operation not permitted\n", "AddressPermissionDenied", OverlayErrorKind.PermissionDenied)]
    [InlineData("2001:db8::1", "Error: ipv6: IPv6 is disabled on this device.\n", "AddressFamilyDisabled", OverlayErrorKind.OperatingSystem)]
    [InlineData("2001:db8::1", "RTNETLINK answers: Permission denied\n", "AddressFamilyDisabled", OverlayErrorKind.OperatingSystem)]
    [InlineData("2001:db8::1", "RTNETLINK answers: Operation not supported\n", "AddressFamilyDisabled", OverlayErrorKind.OperatingSystem)]
    public async Task What_the_kernel_refuses_keeps_its_meaning(string address, string stderr, string errorId, OverlayErrorKind kind)
    {
        _runner.On(IpCaptures.ShowAddresses, IpCaptures.Bare)
            .On(Add4, exitCode: 2, error: stderr)
            .On("ip address add 2001:db8::1/128 dev eth0 nodad preferred_lft 0", exitCode: 2, error: stderr);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => AddAsync(CidrBlock.Parse(address)));
        Assert.Equal((errorId, kind), (error.ErrorId, error.Kind));
        if (errorId == "AddressToolFailed")
            Assert.Contains(stderr.Trim(), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0000000000000000", false)]
    [InlineData("000001ffffffefff", false)]
    [InlineData("0000000000001000", true)]
    public async Task Without_the_capability_nothing_is_tried(string capabilities, bool allowed)
    {
        using var proc = new FakeProc(capabilities);
        _runner.On(IpCaptures.ShowAddresses, IpCaptures.Bare).On(IpCaptures.ShowAddresses, IpCaptures.Addresses).On(Add4);
        var manager = LocalAddressManager.ForLinux(_runner, proc.State);
        var plan = await manager.PlanAddAsync(new AddRequest { Address = Address4 }, default);
        if (allowed)
        {
            Assert.True((await manager.ApplyAsync(plan, default)).Changed);
            return;
        }

        var error = await Assert.ThrowsAsync<OverlayIpException>(() => manager.ApplyAsync(plan, default));
        Assert.Equal(("AddressPermissionDenied", OverlayErrorKind.PermissionDenied, "10.2.0.1/32"), (error.ErrorId, error.Kind, error.Subject));
        Assert.Contains("CAP_NET_ADMIN", error.Message, StringComparison.Ordinal);
        Assert.Contains("root", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(_runner.Changes);
    }

    [Fact]
    public void A_proc_that_tells_nothing_forbids_nothing()
    {
        var state = new LinuxSystemState("/no/such/proc");
        Assert.True(state.MayAdministerNetwork());
        Assert.False(state.IsIpv6Disabled("eth0"));
    }

    [Fact]
    public async Task An_address_that_is_not_there_afterwards_is_an_error()
    {
        _runner.On(IpCaptures.ShowAddresses, IpCaptures.Bare).On(Add4);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => AddAsync(Address4));
        Assert.Equal(("AddressToolFailed", OverlayErrorKind.OperatingSystem), (error.ErrorId, error.Kind));
        Assert.Contains("10.2.0.1/32 is not on eth0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_that_is_another_one_afterwards_is_an_error()
    {
        _runner.On(IpCaptures.ShowAddresses, IpCaptures.Bare).On(IpCaptures.ShowAddresses, IpCaptures.Addresses).On(Add4 + " label eth0:mine");
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => AddAsync(Address4, "eth0:mine"));
        Assert.Equal("AddressToolFailed", error.ErrorId);
        Assert.Contains("the label 'eth0:ovip' instead of 'eth0:mine'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tentative_address_is_waited_for()
    {
        const string links = """[{"ifindex":3,"ifname":"eth0","addr_info":[{"local":"2001:db8::1","prefixlen":128,"tentative":true}]}]""";
        _runner.On(IpCaptures.ShowAddresses, IpCaptures.Bare).On(IpCaptures.ShowAddresses, links).On(IpCaptures.ShowAddresses, links).On(IpCaptures.ShowAddresses, IpCaptures.Addresses)
            .On("ip address add 2001:db8::1/128 dev eth0 nodad preferred_lft 0");
        Assert.True((await AddAsync(Address6)).Changed);
    }

    [Fact]
    public async Task An_address_that_another_machine_answers_for_is_an_error()
    {
        const string links = """[{"ifindex":3,"ifname":"eth0","addr_info":[{"local":"2001:db8::1","prefixlen":128,"tentative":true,"dadfailed":true}]}]""";
        _runner.On(IpCaptures.ShowAddresses, IpCaptures.Bare).On(IpCaptures.ShowAddresses, links).On("ip address add 2001:db8::1/128 dev eth0 nodad preferred_lft 0");
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => AddAsync(Address6));
        Assert.Equal(("AddressDuplicate", OverlayErrorKind.AlreadyExists), (error.ErrorId, error.Kind));
    }

    [Theory]
    [InlineData(0, "", true)]
    [InlineData(2, "RTNETLINK answers: Cannot assign requested address\n", false)]
    [InlineData(2, "Error: ipv4: Address not found.\n", false)]
    public async Task Removing_reports_the_address_as_it_was(int exitCode, string stderr, bool changed)
    {
        _runner.On(IpCaptures.ShowAddresses, IpCaptures.Addresses).On(IpCaptures.ShowAddresses, IpCaptures.Bare)
            .On(IpCaptures.ShowLocal("10.2.0.1/32"), "[]").On(Delete4, exitCode: exitCode, error: stderr);
        var result = await RemoveAsync(Address4);
        Assert.Equal(("10.2.0.1", "eth0", "eth0:ovip", changed), (result.Address, result.InterfaceName, result.Label, result.Changed));
    }

    [Fact]
    public async Task A_local_route_that_only_shows_afterwards_is_deleted_as_well()
    {
        _runner.On(IpCaptures.ShowAddresses, IpCaptures.Addresses).On(IpCaptures.ShowAddresses, IpCaptures.Bare)
            .On(IpCaptures.ShowLocal("10.2.0.1/32"), IpCaptures.LocalRouteOfAddress)
            .On(Delete4)
            .On("ip -4 route delete local 10.2.0.1/32 dev eth0 table local", exitCode: 2, error: "RTNETLINK answers: No such process\n");
        Assert.True((await RemoveAsync(Address4)).Changed);
        Assert.Equal([Delete4, "ip -4 route delete local 10.2.0.1/32 dev eth0 table local"], _runner.Changes);
    }

    [Fact]
    public async Task An_address_that_comes_back_is_an_error()
    {
        _runner.On(IpCaptures.ShowAddresses, IpCaptures.Addresses).On(IpCaptures.ShowLocal("10.2.0.1/32"), "[]").On(Delete4);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => RemoveAsync(Address4));
        Assert.Contains("10.2.0.1/32 is still on eth0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_stops_before_the_change()
    {
        _runner.On(IpCaptures.ShowAddresses, IpCaptures.Bare).On(Add4);
        var manager = LocalAddressManager.ForLinux(_runner, _proc.State);
        var plan = await manager.PlanAddAsync(new AddRequest { Address = Address4 }, default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => manager.ApplyAsync(plan, new CancellationToken(true)));
        Assert.Empty(_runner.Changes);
    }

    private async Task<OverlayAddress> AddAsync(CidrBlock address, string? label = null)
    {
        var manager = LocalAddressManager.ForLinux(_runner, _proc.State);
        return await manager.ApplyAsync(await manager.PlanAddAsync(new AddRequest { Address = address, Label = label }, default), default);
    }

    private async Task<OverlayAddress> RemoveAsync(CidrBlock address)
    {
        var manager = LocalAddressManager.ForLinux(_runner, _proc.State);
        return await manager.ApplyAsync(await manager.PlanRemoveAsync(new RemoveRequest { Address = address }, default), default);
    }
}
