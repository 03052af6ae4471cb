using OverlayIp.Engine.Addressing;

namespace OverlayIp.Engine.Tests.Addressing;

/// <summary>The real <c>ip</c> on a real kernel, in a network namespace of its own.</summary>
public class LinuxAddressNamespaceTests
{
    private static readonly string[] Main = ["172.31.0.10/20 eth0", "fd00::10/64"];

    [SkippableTheory]
    [InlineData("10.2.0.1", null, null, "eth0", "10.2.0.1/32 eth0")]
    [InlineData("10.2.0.1", "eth0", "eth0:ovip", "eth0", "10.2.0.1/32 eth0:ovip")]
    [InlineData("10.2.0.1", "eth0", "eth0:1234567890", "eth0", "10.2.0.1/32 eth0:1234567890")]
    [InlineData("10.2.0.1", "eth1", null, "eth1", "10.2.0.1/32 eth1")]
    [InlineData("10.2.0.1", "lo", null, "lo", "10.2.0.1/32 lo")]
    [InlineData("10.2.0.1", "lo", "lo:ovip", "lo", "10.2.0.1/32 lo:ovip")]
    [InlineData("2001:db8::1", null, null, "eth0", "2001:db8::1/128 deprecated")]
    [InlineData("2001:db8::1", "lo", null, "lo", "2001:db8::1/128 deprecated")]
    public async Task An_address_is_added_found_and_removed(string address, string? interfaceName, string? label, string expectedInterface, string expected)
    {
        await using var space = await NetworkNamespace.CreateAsync();
        var manager = Manager(space);
        var before = await space.AddressesAsync(expectedInterface);

        var added = await AddAsync(manager, address, interfaceName, label);
        Assert.Equal((address, expectedInterface, true), (added.Address, added.InterfaceName, added.Changed));
        Assert.Equal([expected], (await space.AddressesAsync(expectedInterface)).Except(before));

        var found = Assert.Single(await manager.GetAsync(new AddressQuery(), default));
        Assert.Equal(added with { Changed = false }, found);

        var again = await AddAsync(manager, address, interfaceName, label);
        Assert.Equal(found, again);

        var removed = await RemoveAsync(manager, address);
        Assert.Equal(found with { Changed = true }, removed);
        Assert.Equal(before, await space.AddressesAsync(expectedInterface));
        Assert.Empty(await space.LocalRoutesAsync(added.DestinationCidr));
        await AssertFailsAsync("AddressNotFound", OverlayErrorKind.NotFound, () => RemoveAsync(manager, address));
    }

    [SkippableFact]
    public async Task Plans_alone_change_nothing()
    {
        await using var space = await NetworkNamespace.CreateAsync();
        await space.IpAsync("address add 10.2.0.2/32 dev eth0");
        await Manager(space).PlanAddAsync(new AddRequest { Address = CidrBlock.Parse("10.2.0.1") }, default);
        await Manager(space).PlanRemoveAsync(new RemoveRequest { Address = CidrBlock.Parse("10.2.0.2") }, default);
        Assert.Equal(["172.31.0.10/20 eth0", "10.2.0.2/32 eth0", "fd00::10/64"], await space.AddressesAsync("eth0"));
    }

    [SkippableTheory]
    [InlineData("10.2.0.1")]
    [InlineData("2001:db8::1")]
    public async Task A_second_interface_is_refused_and_forced(string address)
    {
        await using var space = await NetworkNamespace.CreateAsync();
        var manager = Manager(space);
        await AddAsync(manager, address, "eth1");
        var error = await AssertFailsAsync("AddressDuplicate", OverlayErrorKind.AlreadyExists, () => AddAsync(manager, address));
        Assert.Contains("on eth1", error.Message, StringComparison.Ordinal);
        Assert.Equal(Main, await space.AddressesAsync("eth0"));

        await AddAsync(manager, address, "eth0", force: true);
        await AssertFailsAsync("AddressDuplicate", OverlayErrorKind.Refused, () => RemoveAsync(manager, address));
        await RemoveAsync(manager, address, "eth1");
        Assert.Empty(await space.AddressesAsync("eth1"));
        Assert.Equal(3, (await space.AddressesAsync("eth0")).Length);
        Assert.Equal(["eth0"], await space.LocalRoutesAsync(CidrBlock.Parse(address).ToString(), 1));
    }

    [SkippableFact]
    public async Task A_label_is_replaced_by_force_only()
    {
        await using var space = await NetworkNamespace.CreateAsync();
        var manager = Manager(space);
        await AddAsync(manager, "10.2.0.1", "eth0", "eth0:a");
        await AssertFailsAsync("AddressDuplicate", OverlayErrorKind.AlreadyExists, () => AddAsync(manager, "10.2.0.1", "eth0", "eth0:b"));
        var changed = await AddAsync(manager, "10.2.0.1", "eth0", "eth0:b", force: true);
        Assert.Equal(("eth0:b", true), (changed.Label, changed.Changed));
        Assert.Equal([Main[0], "10.2.0.1/32 eth0:b", Main[1]], await space.AddressesAsync("eth0"));
    }

    [SkippableTheory]
    [InlineData("10.2.0.1", "-4")]
    [InlineData("2001:db8::1", "-6")]
    public async Task Left_over_local_routes_go_with_the_address(string address, string family)
    {
        await using var space = await NetworkNamespace.CreateAsync();
        var manager = Manager(space);
        var destination = CidrBlock.Parse(address).ToString();
        await space.IpAsync($"{family} route add local {destination} dev eth1 table local metric 77");
        await AddAsync(manager, address);
        await space.IpAsync($"{family} route add local {destination} dev lo table local metric 78");
        Assert.Equal(3, (await space.LocalRoutesAsync(destination, 3)).Length);

        Assert.True((await RemoveAsync(manager, address)).Changed);
        Assert.Empty(await space.LocalRoutesAsync(destination));
        Assert.Equal(Main, await space.AddressesAsync("eth0"));

        // What a crash between address and route leaves: no address, but the machine still takes its packets.
        await space.IpAsync($"{family} route add local {destination} dev lo table local");
        Assert.True((await RemoveAsync(manager, address)).Changed);
        Assert.Empty(await space.LocalRoutesAsync(destination));
        await AssertFailsAsync("AddressNotFound", OverlayErrorKind.NotFound, () => RemoveAsync(manager, address));
    }

    [SkippableTheory]
    [InlineData("172.31.0.10")]
    [InlineData("fd00::10")]
    public async Task The_main_address_is_never_removed(string address)
    {
        await using var space = await NetworkNamespace.CreateAsync();
        await AssertFailsAsync("AddressNotUsable", OverlayErrorKind.Refused, () => RemoveAsync(Manager(space), address));
        Assert.Equal(Main, await space.AddressesAsync("eth0"));
    }

    [SkippableFact]
    public async Task An_address_from_DHCP_is_no_overlay_address()
    {
        await using var space = await NetworkNamespace.CreateAsync();
        await space.IpAsync("address add 2600::5/128 dev eth0 nodad valid_lft 3600 preferred_lft 3600");
        var manager = Manager(space);
        Assert.Empty(await manager.GetAsync(new AddressQuery(), default));
        await AssertFailsAsync("AddressNotUsable", OverlayErrorKind.Refused, () => RemoveAsync(manager, "2600::5"));
    }

    [SkippableFact]
    public async Task Without_a_default_route_an_interface_must_be_named()
    {
        await using var space = await NetworkNamespace.CreateAsync();
        await space.IpAsync("route delete default");
        Assert.Equal("eth0", (await AddAsync(Manager(space), "10.2.0.1")).InterfaceName);
        await space.IpAsync("-6 route delete default");
        var error = await AssertFailsAsync("AddressNoDefaultRoute", OverlayErrorKind.NotFound, () => AddAsync(Manager(space), "10.2.0.2"));
        Assert.Contains("eth1", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Nobody_is_denied_and_nothing_has_changed()
    {
        await using var space = await NetworkNamespace.CreateAsync();
        var setpriv = await space.UnprivilegedRunner.RunAsync(new("id", ["-u"]), default);
        Skip.If(setpriv.ExitCode != 0, "setpriv of the package util-linux is needed.");
        Assert.Equal("65534\n", setpriv.Output);
        await space.IpAsync("address add 10.2.0.2/32 dev eth0");
        var before = await space.AddressesAsync("eth0");
        var manager = Manager(space, space.UnprivilegedRunner);

        // Reading and planning need no right, so -WhatIf works for everybody.
        Assert.Single(await manager.GetAsync(new AddressQuery(), default));
        await AssertFailsAsync("AddressPermissionDenied", OverlayErrorKind.PermissionDenied, () => AddAsync(manager, "10.2.0.1"));
        await AssertFailsAsync("AddressPermissionDenied", OverlayErrorKind.PermissionDenied, () => AddAsync(manager, "2001:db8::1"));
        await AssertFailsAsync("AddressPermissionDenied", OverlayErrorKind.PermissionDenied, () => RemoveAsync(manager, "10.2.0.2"));
        Assert.False((await AddAsync(manager, "10.2.0.2")).Changed);
        Assert.Equal(before, await space.AddressesAsync("eth0"));
    }

    [SkippableFact]
    public async Task Nobodys_own_process_status_tells_beforehand()
    {
        await using var space = await NetworkNamespace.CreateAsync();
        var status = await space.UnprivilegedRunner.RunAsync(new("cat", ["/proc/self/status"]), default);
        Skip.If(status.ExitCode != 0, "setpriv of the package util-linux is needed.");
        var directory = Directory.CreateTempSubdirectory("ovip-test-proc-");
        try
        {
            directory.CreateSubdirectory("self");
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "self", "status"), status.Output);
            Assert.False(new LinuxSystemState(directory.FullName).MayAdministerNetwork());
            Assert.True(new LinuxSystemState().MayAdministerNetwork());
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [SkippableFact]
    public async Task IPv6_turned_off_is_told_by_the_kernel_too()
    {
        await using var space = await NetworkNamespace.CreateAsync();
        await space.RunAsync("sh", "-c", "echo 1 >/proc/sys/net/ipv6/conf/eth1/disable_ipv6");
        var error = await AssertFailsAsync("AddressFamilyDisabled", OverlayErrorKind.OperatingSystem, () => AddAsync(Manager(space), "2001:db8::1", "eth1"));
        Assert.Contains("sysctl", error.RecommendedAction, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_interface_that_vanished_after_planning_is_reported()
    {
        await using var space = await NetworkNamespace.CreateAsync();
        var manager = Manager(space);
        var plan = await manager.PlanAddAsync(new AddRequest { Address = CidrBlock.Parse("10.2.0.1"), InterfaceName = "eth1" }, default);
        await space.IpAsync("link delete eth1");
        await AssertFailsAsync("AddressInterfaceNotFound", OverlayErrorKind.NotFound, () => manager.ApplyAsync(plan, default));
    }

    [SkippableTheory]
    [InlineData("10.2.0.1")]
    [InlineData("2001:db8::1")]
    public async Task Races_with_somebody_who_does_the_same_end_well(string address)
    {
        await using var space = await NetworkNamespace.CreateAsync();
        var manager = Manager(space);
        var destination = CidrBlock.Parse(address);
        var add = await manager.PlanAddAsync(new AddRequest { Address = destination }, default);
        await space.IpAsync($"address add {destination} dev eth0");
        Assert.False((await manager.ApplyAsync(add, default)).Changed);

        var remove = await manager.PlanRemoveAsync(new RemoveRequest { Address = destination }, default);
        await space.IpAsync($"address delete {destination} dev eth0");
        Assert.False((await manager.ApplyAsync(remove, default)).Changed);
    }

    [SkippableFact]
    public async Task An_alternative_name_stands_for_the_interface()
    {
        await using var space = await NetworkNamespace.CreateAsync();
        await space.IpAsync("link property add dev eth0 altname enp0s5");
        Assert.Equal("eth0", (await AddAsync(Manager(space), "10.2.0.1", "enp0s5")).InterfaceName);
    }

    [SkippableFact]
    public async Task Many_addresses_at_once_are_all_there()
    {
        await using var space = await NetworkNamespace.CreateAsync();
        var manager = Manager(space);
        var wanted = Enumerable.Range(1, 20).Select(i => $"10.2.0.{i}").ToList();
        await Task.WhenAll(wanted.Select(address => AddAsync(manager, address)));
        Assert.Equal(wanted.Order(), (await manager.GetAsync(new AddressQuery(), default)).Select(found => found.Address).Order());
    }

    [SkippableFact]
    public async Task The_source_of_outgoing_packets_stays_the_main_address()
    {
        await using var space = await NetworkNamespace.CreateAsync();
        var manager = Manager(space);
        await AddAsync(manager, "10.2.0.1");
        await AddAsync(manager, "2001:db8::1");
        Assert.Contains("src 172.31.0.10 ", await space.IpAsync("route get 198.51.100.1"), StringComparison.Ordinal);
        Assert.Contains("src fd00::10 ", await space.IpAsync("-6 route get 2001:db8::1:1"), StringComparison.Ordinal);
    }

    // The process's own /proc shows the host's interfaces, not the namespace's; eth0 and eth1 are not looked up there.
    private static LocalAddressManager Manager(NetworkNamespace space, ProcessRunner? runner = null) =>
        LocalAddressManager.ForLinux(runner ?? space.Runner, new LinuxSystemState("/no/such/proc"));

    private static async Task<OverlayAddress> AddAsync(LocalAddressManager manager, string address, string? interfaceName = null, string? label = null, bool force = false)
    {
        var request = new AddRequest { Address = CidrBlock.Parse(address), InterfaceName = interfaceName, Label = label, Force = force };
        return await manager.ApplyAsync(await manager.PlanAddAsync(request, default), default);
    }

    private static async Task<OverlayAddress> RemoveAsync(LocalAddressManager manager, string address, string? interfaceName = null)
    {
        var request = new RemoveRequest { Address = CidrBlock.Parse(address), InterfaceName = interfaceName };
        return await manager.ApplyAsync(await manager.PlanRemoveAsync(request, default), default);
    }

    private static async Task<OverlayIpException> AssertFailsAsync(string errorId, OverlayErrorKind kind, Func<Task> action)
    {
        var error = await Assert.ThrowsAsync<OverlayIpException>(action);
        Assert.Equal((errorId, kind), (error.ErrorId, error.Kind));
        return error;
    }
}
