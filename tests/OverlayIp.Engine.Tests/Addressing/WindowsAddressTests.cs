using System.Net;
using OverlayIp.Engine.Addressing;

namespace OverlayIp.Engine.Tests.Addressing;

public class WindowsAddressTests
{
    private const string Add = "netsh interface ipv4 add address name=Ethernet address=10.2.0.1 mask=255.255.255.255 store=active skipassource=true";
    private const string Coexist = "netsh interface ipv4 set interface interface=Ethernet dhcpstaticipcoexistence=enabled";
    private const string Delete = "netsh interface ipv4 delete address name=Ethernet address=10.2.0.1 store=active";
    private const string Show4 = "netsh interface ipv4 show ipaddresses level=verbose";
    private const string Show6 = "netsh interface ipv6 show addresses level=verbose";

    private static readonly CidrBlock Overlay = CidrBlock.Parse("10.2.0.1");
    private static readonly WindowsAddress Main = new(IPAddress.Parse("172.31.0.10"), 20) { IsDynamic = true };
    private static readonly WindowsAddress Added = new(IPAddress.Parse("10.2.0.1"), 32);
    private static readonly WindowsInterface Loopback = new("Loopback Pseudo-Interface 1", 1) { Addresses = [new(IPAddress.Loopback, 8), new(IPAddress.IPv6Loopback, 128)] };
    private static readonly WindowsInterface Ethernet = new("Ethernet", 5)
    {
        Description = "Amazon Elastic Network Adapter",
        HasIpv4Gateway = true,
        UsesDhcp = true,
        Addresses = [Main, new(IPAddress.Parse("fe80::1%5"), 64), new(IPAddress.Parse("2600::5"), 128) { IsDynamic = true }],
    };

    private static readonly WindowsInterface Static = Ethernet with { UsesDhcp = false };

    private readonly FakeProcessRunner _runner = new();

    [Theory]
    [InlineData("10.2.0.1", true, true, Coexist + "; " + Add)]
    [InlineData("10.2.0.1", false, true, Add)]
    [InlineData("10.2.0.1", false, false, "netsh interface ipv4 add address name=Ethernet address=10.2.0.1 mask=255.255.255.255 store=active skipassource=false")]
    [InlineData("2001:db8::1", true, true, "netsh interface ipv6 add address interface=Ethernet address=2001:db8::1/128 store=active skipassource=true")]
    public async Task An_address_is_added_by_netsh_and_DHCP_stays_on(string address, bool usesDhcp, bool skip, string commands)
    {
        var plan = await Manager([Loopback, usesDhcp ? Ethernet : Static])
            .PlanAddAsync(new AddRequest { Address = CidrBlock.Parse(address), SkipAsSource = skip }, default);
        Assert.Equal(commands, string.Join("; ", plan.Commands));
        Assert.Equal("Ethernet", plan.InterfaceName);
        Assert.Empty(_runner.Ran);
    }

    [Fact]
    public async Task An_alias_with_blanks_stays_one_argument()
    {
        var plan = await Manager([Static with { Name = "Ethernet 2" }]).PlanAddAsync(new AddRequest { Address = Overlay, InterfaceName = "ethernet 2" }, default);
        Assert.Equal("name=Ethernet 2", Assert.Single(plan.Commands).Arguments[4]);
    }

    [Fact]
    public async Task What_was_added_is_read_back_once_Windows_uses_it()
    {
        _runner.On(Coexist).On(Add).On(Show4, NetshCaptures.IpAddresses);
        var result = await AddAsync([[Ethernet], [With(Added with { IsTentative = true })], [With(Added)]]);
        Assert.Equal(("10.2.0.1", 32, "Ethernet", 5, true, true), (result.Address, result.PrefixLength, result.InterfaceName, result.InterfaceIndex, result.Changed, result.SkipAsSource));
        Assert.Equal([Coexist, Add], _runner.Changes);
    }

    [Fact]
    public async Task An_address_that_another_machine_has_is_an_error()
    {
        _runner.On(Coexist).On(Add);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => AddAsync([[Ethernet], [With(Added with { IsDuplicate = true })]]));
        Assert.Equal("AddressDuplicate", error.ErrorId);
    }

    [Fact]
    public async Task DHCP_turned_off_all_the_same_is_an_error_with_the_remedy()
    {
        _runner.On(Coexist).On(Add);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => AddAsync([[Ethernet], [With(Added) with { UsesDhcp = false }]]));
        Assert.Equal("AddressToolFailed", error.ErrorId);
        Assert.Contains("netsh interface ipv4 set address name=\"Ethernet\" source=dhcp", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_added_where_DHCP_cannot_be_kept()
    {
        _runner.On(Coexist, "dhcpstaticipcoexistence is not an acceptable value.\r\n", exitCode: 1);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => AddAsync([[Ethernet]]));
        Assert.Equal("AddressToolFailed", error.ErrorId);
        Assert.Equal([Coexist], _runner.Changes);
    }

    [Fact]
    public async Task Failures_are_judged_by_the_state_since_messages_are_translated()
    {
        _runner.On(Coexist).On(Add, "Das Objekt ist bereits vorhanden.\r\n", exitCode: 1).On(Show4, NetshCaptures.IpAddresses);
        Assert.False((await AddAsync([[Ethernet], [With(Added)]])).Changed);

        var error = await Assert.ThrowsAsync<OverlayIpException>(() => AddAsync([[Ethernet]]));
        Assert.Equal(("AddressToolFailed", OverlayErrorKind.OperatingSystem), (error.ErrorId, error.Kind));
        Assert.Contains("bereits vorhanden", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_elevation_nothing_is_tried()
    {
        var manager = Manager([Ethernet], elevated: false);
        var plan = await manager.PlanAddAsync(new AddRequest { Address = Overlay }, default);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => manager.ApplyAsync(plan, default));
        Assert.Equal(("AddressPermissionDenied", OverlayErrorKind.PermissionDenied), (error.ErrorId, error.Kind));
        Assert.Empty(_runner.Ran);
    }

    [Fact]
    public async Task Removing_deletes_from_the_active_store()
    {
        _runner.On(Delete);
        var manager = Manager([With(Added)], [Ethernet]);
        var plan = await manager.PlanRemoveAsync(new RemoveRequest { Address = Overlay }, default);
        Assert.Equal(Delete, Assert.Single(plan.Commands).ToString());
        Assert.True((await manager.ApplyAsync(plan, default)).Changed);
    }

    [Theory]
    [InlineData("10.2.0.1", "AddressNotFound", OverlayErrorKind.NotFound)]
    [InlineData("172.31.0.10", "AddressNotUsable", OverlayErrorKind.Refused)]
    [InlineData("2600::5", "AddressNotUsable", OverlayErrorKind.Refused)]
    public async Task What_cannot_be_removed_is_refused(string address, string errorId, OverlayErrorKind kind)
    {
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => Manager([Ethernet]).PlanRemoveAsync(new RemoveRequest { Address = CidrBlock.Parse(address) }, default));
        Assert.Equal((errorId, kind), (error.ErrorId, error.Kind));
    }

    [Theory]
    [InlineData("10.2.0.1", null, "Ethernet:1", "AddressLabelInvalid")]
    [InlineData("2001:db8::1", "Ethernet", null, "AddressFamilyDisabled")]
    [InlineData("10.2.0.1", "eth0", null, "AddressInterfaceNotFound")]
    public async Task What_Windows_cannot_do_is_refused(string address, string? interfaceName, string? label, string errorId)
    {
        var request = new AddRequest { Address = CidrBlock.Parse(address), InterfaceName = interfaceName, Label = label };
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => Manager([Ethernet with { SupportsIpv6 = false }]).PlanAddAsync(request, default));
        Assert.Equal(errorId, error.ErrorId);
    }

    [Fact]
    public async Task Among_several_gateways_the_lowest_metric_decides()
    {
        _runner.On("netsh interface ipv4 show route", NetshCaptures.Routes).On("netsh interface ipv4 show interfaces", NetshCaptures.Interfaces);
        var second = Ethernet with { Name = "Ethernet 2", Index = 12, Addresses = [] };
        var plan = await Manager([Ethernet, second]).PlanAddAsync(new AddRequest { Address = Overlay }, default);
        Assert.Equal("Ethernet 2", plan.InterfaceName);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_gateway_that_is_up_an_interface_must_be_named(bool down)
    {
        var adapter = down ? Ethernet with { IsUp = false } : Ethernet with { HasIpv4Gateway = false };
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => Manager([adapter]).PlanAddAsync(new AddRequest { Address = Overlay }, default));
        Assert.Equal("AddressNoDefaultRoute", error.ErrorId);
    }

    [Fact]
    public async Task Reading_shows_candidates_with_their_flag_in_any_language()
    {
        _runner.On(Show4, NetshCaptures.IpAddressesGerman).On(Show6, NetshCaptures.Ipv6Addresses);
        var manager = Manager([Loopback, With(Added, new(IPAddress.Parse("10.2.0.2"), 32), new(IPAddress.Parse("2001:db8::1"), 128))]);
        var found = await manager.GetAsync(new AddressQuery(), default);
        Assert.Equal(
            [("10.2.0.1", true), ("10.2.0.2", null), ("2001:db8::1", false)],
            found.Select(address => (address.Address, address.SkipAsSource)));
    }

    [Fact]
    public async Task A_Windows_without_netsh_is_reported()
    {
        _runner.On(Coexist, () => throw new FileNotFoundException("gone", "netsh"));
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => AddAsync([[Ethernet]]));
        Assert.Equal(("AddressToolMissing", true), (error.ErrorId, error.IsFatal));
    }

    private static WindowsInterface With(params WindowsAddress[] more) => Ethernet with { Addresses = [.. Ethernet.Addresses, .. more] };

    private async Task<OverlayAddress> AddAsync(WindowsInterface[][] states)
    {
        // Planning reads twice: the addresses, and the default interface; then what the interface supports.
        var manager = LocalAddressManager.ForWindows(_runner, new FakeReader([states[0], states[0], states[0], .. states.Skip(1)]), () => true);
        return await manager.ApplyAsync(await manager.PlanAddAsync(new AddRequest { Address = Overlay }, default), default);
    }

    private LocalAddressManager Manager(WindowsInterface[] state, bool elevated = true) => LocalAddressManager.ForWindows(_runner, new FakeReader([state]), () => elevated);

    private LocalAddressManager Manager(WindowsInterface[] before, WindowsInterface[] after) => LocalAddressManager.ForWindows(_runner, new FakeReader([before, after]), () => true);

    private sealed class FakeReader(IReadOnlyList<IReadOnlyList<WindowsInterface>> states) : IWindowsInterfaceReader
    {
        private int _next;

        public IReadOnlyList<WindowsInterface> Read() => states[Math.Min(_next++, states.Count - 1)];
    }
}
