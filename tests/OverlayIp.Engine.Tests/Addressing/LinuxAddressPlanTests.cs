using OverlayIp.Engine.Addressing;

namespace OverlayIp.Engine.Tests.Addressing;

public sealed class LinuxAddressPlanTests : IDisposable
{
    private readonly FakeProc _proc = new(withoutIpv6: "eth1");
    private readonly FakeProcessRunner _runner = new();

    public void Dispose() => _proc.Dispose();

    [Theory]
    [InlineData("10.2.0.9", null, null, "ip address add 10.2.0.9/32 dev eth0", "Add address 10.2.0.9/32 to interface eth0")]
    [InlineData("10.2.0.9", "eth1", null, "ip address add 10.2.0.9/32 dev eth1", "Add address 10.2.0.9/32 to interface eth1")]
    [InlineData("10.2.0.9", "lo", null, "ip address add 10.2.0.9/32 dev lo", "Add address 10.2.0.9/32 to interface lo")]
    [InlineData("10.2.0.9", "enp0s5", null, "ip address add 10.2.0.9/32 dev eth0", "Add address 10.2.0.9/32 to interface eth0")]
    [InlineData("10.2.0.9", "eth0", "eth0:ovip", "ip address add 10.2.0.9/32 dev eth0 label eth0:ovip", "Add address 10.2.0.9/32 to interface eth0 with label eth0:ovip")]
    [InlineData("10.2.0.9", "eth0", "eth0:1234567890", "ip address add 10.2.0.9/32 dev eth0 label eth0:1234567890", "Add address 10.2.0.9/32 to interface eth0 with label eth0:1234567890")]
    [InlineData("2001:db8::9", "eth0", null, "ip address add 2001:db8::9/128 dev eth0 nodad preferred_lft 0", "Add address 2001:db8::9/128 to interface eth0")]
    public async Task A_new_address_is_added_by_one_command(string address, string? interfaceName, string? label, string command, string description)
    {
        var plan = await Manager().PlanAddAsync(new AddRequest { Address = CidrBlock.Parse(address), InterfaceName = interfaceName, Label = label }, default);
        Assert.Equal([command], plan.Commands.Select(c => c.ToString()));
        Assert.Equal((AddressPlanKind.Add, false, description, label), (plan.Kind, plan.IsNoOp, plan.Description, plan.Label));
        Assert.Empty(_runner.Changes);
    }

    [Fact]
    public async Task An_IPv6_address_may_stay_a_source()
    {
        var plan = await Manager().PlanAddAsync(new AddRequest { Address = CidrBlock.Parse("2001:db8::9"), SkipAsSource = false }, default);
        Assert.Equal("ip address add 2001:db8::9/128 dev eth0 nodad", Assert.Single(plan.Commands).ToString());
    }

    [Theory]
    [InlineData("10.2.0.9", IpCaptures.DefaultRouteMultipath, "[]", "eth1")]
    [InlineData("10.2.0.9", IpCaptures.DefaultRoutesWithBlackhole, "[]", "eth0")]
    [InlineData("10.2.0.9", "[]", IpCaptures.DefaultRoute6, "eth0")]
    [InlineData("2001:db8::9", IpCaptures.DefaultRoute4, "[]", "eth0")]
    public async Task The_default_interface_is_that_of_the_best_default_route(string address, string route4, string route6, string expected)
    {
        var plan = await Manager(route4: route4, route6: route6).PlanAddAsync(new AddRequest { Address = CidrBlock.Parse(address) }, default);
        Assert.Equal(expected, plan.InterfaceName);
    }

    [Theory]
    [InlineData("10.2.0.0/24", null, null, "AddressNotSingle", OverlayErrorKind.InvalidArgument, "10.2.0.0/24 is a block")]
    [InlineData("2001:db8::/64", null, null, "AddressNotSingle", OverlayErrorKind.InvalidArgument, "such as 2001:db8::/128")]
    [InlineData("127.0.0.2", null, null, "AddressNotUsable", OverlayErrorKind.InvalidArgument, "loopback")]
    [InlineData("::1", null, null, "AddressNotUsable", OverlayErrorKind.InvalidArgument, "loopback")]
    [InlineData("0.0.0.0", null, null, "AddressNotUsable", OverlayErrorKind.InvalidArgument, "unspecified")]
    [InlineData("::", null, null, "AddressNotUsable", OverlayErrorKind.InvalidArgument, "unspecified")]
    [InlineData("224.0.0.18", null, null, "AddressNotUsable", OverlayErrorKind.InvalidArgument, "multicast")]
    [InlineData("ff02::12", null, null, "AddressNotUsable", OverlayErrorKind.InvalidArgument, "multicast")]
    [InlineData("255.255.255.255", null, null, "AddressNotUsable", OverlayErrorKind.InvalidArgument, "broadcast")]
    [InlineData("169.254.169.254", null, null, "AddressNotUsable", OverlayErrorKind.InvalidArgument, "link-local")]
    [InlineData("fe80::1", null, null, "AddressNotUsable", OverlayErrorKind.InvalidArgument, "link-local")]
    [InlineData("::ffff:10.2.0.1", null, null, "AddressNotUsable", OverlayErrorKind.InvalidArgument, "IPv4 address written as IPv6")]
    [InlineData("10.2.0.9", "ens5", null, "AddressInterfaceNotFound", OverlayErrorKind.NotFound, "It has: lo, eth0, eth1.")]
    [InlineData("10.2.0.9", "eth0", "ovip", "AddressLabelInvalid", OverlayErrorKind.InvalidArgument, "does not start with 'eth0:'")]
    [InlineData("10.2.0.9", "eth0", "eth1:ovip", "AddressLabelInvalid", OverlayErrorKind.InvalidArgument, "such as eth0:ovip")]
    [InlineData("10.2.0.9", "eth0", "eth0", "AddressLabelInvalid", OverlayErrorKind.InvalidArgument, "does not start with 'eth0:'")]
    [InlineData("10.2.0.9", "eth0", "eth0:", "AddressLabelInvalid", OverlayErrorKind.InvalidArgument, "malformed")]
    [InlineData("10.2.0.9", "eth0", "eth0:a b", "AddressLabelInvalid", OverlayErrorKind.InvalidArgument, "malformed")]
    [InlineData("10.2.0.9", "eth0", "eth0:12345678901", "AddressLabelInvalid", OverlayErrorKind.InvalidArgument, "has 16 characters")]
    [InlineData("2001:db8::9", "eth0", "eth0:ovip", "AddressLabelIpv4Only", OverlayErrorKind.InvalidArgument, "only IPv4")]
    [InlineData("10.2.0.2", "eth0", null, "AddressDuplicate", OverlayErrorKind.AlreadyExists, "this machine has it already, on lo")]
    [InlineData("10.2.0.1", "eth0", "eth0:other", "AddressDuplicate", OverlayErrorKind.AlreadyExists, "with label 'eth0:ovip' instead of 'eth0:other'")]
    [InlineData("2001:db8::9", "eth1", null, "AddressFamilyDisabled", OverlayErrorKind.OperatingSystem, "IPv6 is turned off")]
    public async Task What_cannot_work_is_refused_before_anything_runs(string address, string? interfaceName, string? label, string errorId, OverlayErrorKind kind, string message)
    {
        var request = new AddRequest { Address = CidrBlock.Parse(address), InterfaceName = interfaceName, Label = label };
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => Manager().PlanAddAsync(request, default));
        Assert.Equal((errorId, kind), (error.ErrorId, error.Kind));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Subject);
        Assert.Empty(_runner.Changes);
    }

    [Fact]
    public async Task Without_a_default_route_an_interface_must_be_named()
    {
        var error = await Assert.ThrowsAsync<OverlayIpException>(
            () => Manager(route4: "[]", route6: "[]").PlanAddAsync(new AddRequest { Address = CidrBlock.Parse("10.2.0.9") }, default));
        Assert.Equal(("AddressNoDefaultRoute", OverlayErrorKind.NotFound), (error.ErrorId, error.Kind));
        Assert.Contains("lo, eth0, eth1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.2.0.1", null, "eth0:ovip")]
    [InlineData("10.2.0.1", "eth0:ovip", "eth0:ovip")]
    [InlineData("2001:db8::1", null, null)]
    public async Task A_present_address_needs_nothing(string address, string? label, string? present)
    {
        var plan = await Manager().PlanAddAsync(new AddRequest { Address = CidrBlock.Parse(address), Label = label }, default);
        Assert.True(plan.IsNoOp);
        Assert.Equal(present, plan.Label);
        Assert.Equal($"Address {plan.Address} is on interface eth0 already", plan.Description);
        var result = await Manager().ApplyAsync(plan, default);
        Assert.Equal((address, present, false), (result.Address, result.Label, result.Changed));
    }

    [Theory]
    [InlineData("10.2.0.2", "eth0", null, "ip address add 10.2.0.2/32 dev eth0")]
    [InlineData("10.2.0.1", "eth0", "eth0:other", "ip address delete 10.2.0.1/32 dev eth0; ip address add 10.2.0.1/32 dev eth0 label eth0:other")]
    public async Task Force_adds_a_second_time_and_changes_a_label(string address, string interfaceName, string? label, string commands)
    {
        var plan = await Manager().PlanAddAsync(new AddRequest { Address = CidrBlock.Parse(address), InterfaceName = interfaceName, Label = label, Force = true }, default);
        Assert.Equal(commands, string.Join("; ", plan.Commands));
    }

    [Fact]
    public async Task Force_does_not_relabel_the_main_address()
    {
        var request = new AddRequest { Address = CidrBlock.Parse("172.31.0.10"), InterfaceName = "eth0", Label = "eth0:ovip", Force = true };
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => Manager().PlanAddAsync(request, default));
        Assert.Equal(("AddressNotUsable", OverlayErrorKind.Refused), (error.ErrorId, error.Kind));
    }

    [Theory]
    [InlineData("[]", "ip address delete 10.2.0.1/32 dev eth0", "Remove address 10.2.0.1/32 from interface eth0")]
    [InlineData(IpCaptures.LocalRouteOfAddress, "ip address delete 10.2.0.1/32 dev eth0", "Remove address 10.2.0.1/32 from interface eth0")]
    [InlineData(
        IpCaptures.LocalRoutes,
        "ip address delete 10.2.0.1/32 dev eth0; ip -4 route delete local 10.2.0.1/32 dev lo table local; ip -4 route delete local 10.2.0.1/32 dev eth1 table local metric 50",
        "Remove address 10.2.0.1/32 from interface eth0 and 2 left-over local routes")]
    public async Task Removing_takes_left_over_local_routes_along(string localRoutes, string commands, string description)
    {
        _runner.On(IpCaptures.ShowLocal("10.2.0.1/32"), localRoutes);
        var plan = await Manager().PlanRemoveAsync(new RemoveRequest { Address = CidrBlock.Parse("10.2.0.1") }, default);
        Assert.Equal(commands, string.Join("; ", plan.Commands));
        Assert.Equal((AddressPlanKind.Remove, description, "eth0", "eth0:ovip"), (plan.Kind, plan.Description, plan.InterfaceName, plan.Label));
        Assert.Equal("10.2.0.1", plan.Present?.Address);
        Assert.Empty(_runner.Changes);
    }

    [Fact]
    public async Task Left_over_local_routes_are_removed_even_when_the_address_is_gone()
    {
        _runner.On(IpCaptures.ShowLocal("10.2.0.1/32"), IpCaptures.LocalRouteOfAddress);
        var plan = await Manager(IpCaptures.Bare).PlanRemoveAsync(new RemoveRequest { Address = CidrBlock.Parse("10.2.0.1") }, default);
        Assert.Equal("ip -4 route delete local 10.2.0.1/32 dev eth0 table local", Assert.Single(plan.Commands).ToString());
        Assert.Equal(("Remove 1 left-over local route for 10.2.0.1/32", "eth0"), (plan.Description, plan.InterfaceName));
    }

    [Fact]
    public async Task The_route_of_an_address_that_comes_meanwhile_is_no_left_over()
    {
        _runner.On(IpCaptures.ShowLocal("10.2.0.1/32"), IpCaptures.LocalRouteOfAddress).On(IpCaptures.ShowAddresses, IpCaptures.Bare);
        var plan = await Manager().PlanRemoveAsync(new RemoveRequest { Address = CidrBlock.Parse("10.2.0.1") }, default);
        Assert.Equal("ip address delete 10.2.0.1/32 dev eth0", Assert.Single(plan.Commands).ToString());
    }

    [Theory]
    [InlineData("10.2.0.9", null, "AddressNotFound", OverlayErrorKind.NotFound, "10.2.0.9/32 is not on any interface of this machine.")]
    [InlineData("10.2.0.2", "eth0", "AddressNotFound", OverlayErrorKind.NotFound, "10.2.0.2/32 is not on eth0. It is on lo.")]
    [InlineData("10.2.0.9", "ens5", "AddressInterfaceNotFound", OverlayErrorKind.NotFound, "There is no interface 'ens5'")]
    [InlineData("10.2.0.0/24", null, "AddressNotSingle", OverlayErrorKind.InvalidArgument, "is a block")]
    [InlineData("127.0.0.1", null, "AddressNotUsable", OverlayErrorKind.InvalidArgument, "loopback")]
    [InlineData("172.31.0.10", null, "AddressNotUsable", OverlayErrorKind.Refused, "172.31.0.10/20 on eth0 is not an overlay address")]
    [InlineData("fd00::10", null, "AddressNotUsable", OverlayErrorKind.Refused, "fd00::10/64 on eth0 is not an overlay address")]
    public async Task What_cannot_be_removed_is_refused(string address, string? interfaceName, string errorId, OverlayErrorKind kind, string message)
    {
        _runner.On(IpCaptures.ShowLocal("10.2.0.9/32"), "[]");
        var error = await Assert.ThrowsAsync<OverlayIpException>(
            () => Manager().PlanRemoveAsync(new RemoveRequest { Address = CidrBlock.Parse(address), InterfaceName = interfaceName }, default));
        Assert.Equal((errorId, kind), (error.ErrorId, error.Kind));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_on_two_interfaces_is_removed_from_the_named_one_only()
    {
        const string links = """[{"ifindex":2,"ifname":"eth0","addr_info":[{"local":"10.0.0.5","prefixlen":24},{"local":"10.2.0.1","prefixlen":32}]},{"ifindex":3,"ifname":"eth1","addr_info":[{"local":"10.2.0.1","prefixlen":32}]}]""";
        var address = CidrBlock.Parse("10.2.0.1");
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => Manager(links).PlanRemoveAsync(new RemoveRequest { Address = address }, default));
        Assert.Equal(("AddressDuplicate", OverlayErrorKind.Refused), (error.ErrorId, error.Kind));
        Assert.Contains("eth0, eth1", error.Message, StringComparison.Ordinal);

        // The local routes are in use by the other interface: they are not even looked at.
        var plan = await Manager(links).PlanRemoveAsync(new RemoveRequest { Address = address, InterfaceName = "eth1" }, default);
        Assert.Equal("ip address delete 10.2.0.1/32 dev eth1", Assert.Single(plan.Commands).ToString());
    }

    private LocalAddressManager Manager(string links = IpCaptures.Addresses, string route4 = IpCaptures.DefaultRoute4, string route6 = IpCaptures.DefaultRoute6) =>
        LocalAddressManager.ForLinux(
            _runner.On(IpCaptures.ShowAddresses, links).On(IpCaptures.ShowDefault4, route4).On(IpCaptures.ShowDefault6, route6),
            _proc.State);
}
