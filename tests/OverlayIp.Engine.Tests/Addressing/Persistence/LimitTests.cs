using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Addressing.Persistence;

namespace OverlayIp.Engine.Tests.Addressing.Persistence;

/// <summary>What a stack cannot hold: a unit instead, with the reason; or an error where the user insists.</summary>
public class LimitTests
{
    private const string Shared = "network:\n  ethernets:\n    all:\n      match: {name: 'en*'}\n      dhcp4: true\n";

    public static TheoryData<string, string, string, string?, OverlayAddressStack, string> Limits => new()
    {
        { "RHEL 10", "ens5", "10.2.0.1", "ens5:ovip", OverlayAddressStack.NetworkManager, "knows no labels" },
        { "Ubuntu with NetworkManager", "ens5", "10.2.0.1", "ens5:ovip", OverlayAddressStack.Netplan, "knows no labels" },
        { "Ubuntu with NetworkManager", "ens5", "2001:db8::1", null, OverlayAddressStack.Netplan, "automatic configuration of IPv6" },
        { "RHEL 8", "eth0", "2001:db8::1", null, OverlayAddressStack.IfcfgRhel, "IPV6ADDR_SECONDARIES" },
        { "RHEL 8", "eth0", "10.2.0.1", "eth0:o.vip", OverlayAddressStack.IfcfgRhel, "only letters, digits and '_'" },
    };

    [SkippableTheory]
    [MemberData(nameof(Limits))]
    public async Task A_unit_does_what_the_stack_cannot_and_a_warning_says_why(string system, string interfaceName, string address, string? label, OverlayAddressStack stack, string reason)
    {
        using var tree = Systems.Make(system);
        var plan = await PlanAsync(tree, interfaceName, address, label);
        Assert.Equal(OverlayAddressStack.SystemdUnit, plan.Stack);
        Assert.StartsWith($"{stack} manages {interfaceName}, but ", plan.Warnings[0], StringComparison.Ordinal);
        Assert.Contains(reason, plan.Warnings[0], StringComparison.Ordinal);

        await tree.Running(new FakeProcessRunner().OnAnything()).ApplyAsync(plan, SilentObserver.Instance, default);
        Assert.True(Assert.Single(await tree.Running().FindAsync(default), entry => entry.IsOwned).IsEffective);
        Assert.True((await PlanAsync(tree, interfaceName, address, label)).IsNoOp);
    }

    [SkippableTheory]
    [MemberData(nameof(Limits))]
    public async Task A_stack_that_the_user_insists_on_is_refused(string system, string interfaceName, string address, string? label, OverlayAddressStack stack, string reason)
    {
        using var tree = Systems.Make(system);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => PlanAsync(tree, interfaceName, address, label, stack));
        Assert.Equal(("AddressStackNotUsable", OverlayErrorKind.Refused, CidrBlock.Parse(address).ToString()), (error.ErrorId, error.Kind, error.Subject));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("SystemdUnit", error.RecommendedAction, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("[connection]\ninterface-name=ens5\n[ipv4]\nmethod=disabled\n", "ipv4.method=disabled")]
    [InlineData("[connection]\ninterface-name=ens5\n[ipv4]\nmethod=shared\n", "ipv4.method=shared")]
    [InlineData("[connection]\ninterface-name=ens5\n", "ipv4.method=(none)")]
    [InlineData("[connection]\ntype=ethernet\nuuid=1dd9a779-d327-56e1-8454-c65e2556c12c\n[ipv4]\nmethod=auto\n", "not bound to one interface")]
    public async Task A_profile_that_takes_no_addresses_or_is_for_any_interface_is_left_alone(string keyfile, string reason)
    {
        using var tree = Systems.Make("RHEL 10");
        tree.File("/etc/NetworkManager/system-connections/cloud-init-ens5.nmconnection", keyfile.Replace("[connection]\n", "[connection]\nuuid=1dd9a779-d327-56e1-8454-c65e2556c12c\n", StringComparison.Ordinal), isPrivate: true);
        var plan = await PlanAsync(tree, "ens5", "10.2.0.1");
        Assert.Equal(OverlayAddressStack.SystemdUnit, plan.Stack);
        Assert.Contains(reason, plan.Warnings[0], StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_network_file_of_several_interfaces_would_give_them_all_the_address()
    {
        using var tree = Systems.Make("networkd for all");
        var plan = await PlanAsync(tree, "ens5", "10.2.0.1");
        Assert.Equal(OverlayAddressStack.SystemdUnit, plan.Stack);
        Assert.Contains("configures other interfaces too", plan.Warnings[0], StringComparison.Ordinal);

        var forced = await PlanAsync(tree, "ens5", "10.2.0.1", stack: OverlayAddressStack.SystemdNetworkd);
        Assert.Contains("not ens5's alone", Assert.Single(forced.Warnings), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("Name=en*")]
    [InlineData("Name=ens5 ens6")]
    [InlineData("Type=ether")]
    public async Task One_that_could_match_an_interface_attached_later_is_shared_too(string match)
    {
        using var tree = Systems.Make("networkd");
        tree.File("/etc/systemd/network/20-wired.network", $"[Match]\n{match}\n");
        var plan = await PlanAsync(tree, "ens5", "10.2.0.1");
        Assert.Equal(OverlayAddressStack.SystemdUnit, plan.Stack);
        Assert.Contains("attached later", plan.Warnings[0], StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_match_by_MAC_address_is_for_one_interface()
    {
        using var tree = Systems.Make("networkd");
        tree.File("/etc/systemd/network/20-wired.network", "[Match]\nMACAddress=0a:11:22:33:44:55\nType=ether\n");
        var plan = await PlanAsync(tree, "ens5", "10.2.0.1");
        Assert.Equal((OverlayAddressStack.SystemdNetworkd, 0), (plan.Stack, plan.Warnings.Count));
    }

    [SkippableFact]
    public async Task So_it_is_with_netplan()
    {
        using var tree = Systems.Make("nothing");
        tree.File("/etc/netplan/01.yaml", Shared, isPrivate: true);
        Systems.Networkd(tree, 2, "/run/systemd/network/10-netplan-all.network", "[Match]\nName=en*\n");
        var plan = await PlanAsync(tree, "ens5", "10.2.0.1");
        Assert.Equal(OverlayAddressStack.SystemdUnit, plan.Stack);
        Assert.Contains("'all' in /etc/netplan/01.yaml", plan.Warnings[0], StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_interfaces_file_that_includes_nothing_gets_no_drop_in()
    {
        using var tree = Systems.Make("Debian 11");
        tree.File("/etc/network/interfaces", "auto ens5\niface ens5 inet dhcp\n");
        var plan = await PlanAsync(tree, "ens5", "10.2.0.1");
        Assert.Equal(OverlayAddressStack.SystemdUnit, plan.Stack);
        Assert.Contains("the line 'source /etc/network/interfaces.d/*' would do it", plan.Warnings[0], StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("RHEL 10", "ens5", "2001:db8::1", "source of outgoing connections")]
    [InlineData("SLES 15", "eth0", "10.2.0.1", "CLOUD_NETCONFIG_MANAGE='yes'")]
    public async Task What_works_with_a_catch_comes_with_a_warning(string system, string interfaceName, string address, string warning)
    {
        using var tree = Systems.Make(system);
        Assert.Contains(warning, Assert.Single((await PlanAsync(tree, interfaceName, address)).Warnings), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("Debian 11", OverlayAddressStack.Netplan, "it has no configuration of ens5")]
    [InlineData("Debian 11", OverlayAddressStack.Windows, "Windows only")]
    [InlineData("Ubuntu", OverlayAddressStack.Wicked, "it has no configuration of ens5")]
    public async Task A_stack_that_does_not_know_the_interface_is_refused(string system, OverlayAddressStack stack, string reason)
    {
        using var tree = Systems.Make(system);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => PlanAsync(tree, "ens5", "10.2.0.1", stack: stack));
        Assert.Equal("AddressStackNotUsable", error.ErrorId);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_stack_that_does_not_manage_the_interface_at_present_is_used_with_a_warning()
    {
        using var tree = Systems.Make("RHEL 10");
        tree.File("/etc/network/interfaces", Systems.Interfaces).Folder("/etc/network/interfaces.d");
        var plan = await PlanAsync(tree, "ens5", "10.2.0.1", stack: OverlayAddressStack.Ifupdown);
        Assert.Equal(OverlayAddressStack.Ifupdown, plan.Stack);
        Assert.Equal("NetworkManager manages ens5, not Ifupdown: 10.2.0.1 is there after a boot only if that changes.", Assert.Single(plan.Warnings));
        var unit = await PlanAsync(tree, "ens5", "10.2.0.1", stack: OverlayAddressStack.SystemdUnit);
        Assert.Empty(unit.Warnings);
    }

    [SkippableFact]
    public async Task Where_there_is_nothing_that_is_the_error()
    {
        using var tree = new SystemTree();
        tree.Interface("eth0", 2);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => PlanAsync(tree, "eth0", "10.2.0.1"));
        Assert.Equal(("AddressStackNotFound", OverlayErrorKind.NotFound, "eth0"), (error.ErrorId, error.Kind, error.Subject));
    }

    [Fact]
    public void An_image_that_is_not_there_is_an_error()
    {
        var error = Assert.Throws<OverlayIpException>(() => LinuxAddressPersistence.ForImage("/no/such/image", new FakeProcessRunner()));
        Assert.Equal(("AddressRootNotFound", true), (error.ErrorId, error.IsFatal));
    }

    // netplan refuses its whole configuration, the machine's own included, so what it refuses must not stay.
    [SkippableTheory]
    [InlineData("add")]
    [InlineData("remove")]
    public async Task What_netplan_refuses_is_put_back(string what)
    {
        using var tree = Systems.Make("Ubuntu");
        if (what == "remove")
            await ChangeAsync(tree, "add", new FakeProcessRunner().On("netplan generate"));

        var before = tree.Snapshot();
        var refusing = new FakeProcessRunner().On("netplan generate", exitCode: 1, error: "ens5: NetworkManager does not support address options\n");
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => ChangeAsync(tree, what, refusing));
        Assert.Equal(("AddressStackRejected", OverlayErrorKind.OperatingSystem), (error.ErrorId, error.Kind));
        Assert.Contains("does not support address options", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, tree.Snapshot());
    }

    [SkippableTheory]
    [InlineData("Ubuntu", "netplan generate", true)]
    [InlineData("RHEL 10", "nmcli connection load /etc/NetworkManager/system-connections/cloud-init-ens5.nmconnection", false)]
    [InlineData("nothing", "systemctl daemon-reload", false)]
    public async Task A_stack_that_cannot_be_told_is_a_warning(string system, string command, bool isMissing)
    {
        using var tree = Systems.Make(system);
        var runner = isMissing
            ? new FakeProcessRunner().On(command, () => throw new FileNotFoundException("There is no program"))
            : new FakeProcessRunner().On(command, exitCode: 8, error: "not running");
        var observer = new ListeningObserver();
        var persistence = tree.Running(runner.OnAnything());
        await persistence.ApplyAsync(await PlanAsync(tree, "ens5", "10.2.0.1"), observer, default);
        Assert.StartsWith($"The files are written, but '{command}' failed", Assert.Single(observer.Warnings), StringComparison.Ordinal);
        Assert.Contains(command, runner.Ran);
    }

    [SkippableTheory]
    [InlineData("Ubuntu", "ens5")]
    [InlineData("nothing", "ens5")]
    [InlineData("RHEL 8", "eth0")]
    public async Task For_an_image_nothing_is_run(string system, string interfaceName)
    {
        using var tree = Systems.Make(system, isImage: true);
        var runner = new FakeProcessRunner();
        var image = LinuxAddressPersistence.ForImage(tree.Root, runner);
        var plan = await image.PlanAddAsync(new PersistRequest { Address = CidrBlock.Parse("10.2.0.1"), InterfaceName = interfaceName }, default);
        await image.ApplyAsync(plan, SilentObserver.Instance, default);
        Assert.Empty(runner.Ran);
        Assert.True(Assert.Single(await image.FindAsync(default), entry => entry.IsOwned).IsEffective);
    }

    private static Task<PersistencePlan> PlanAsync(SystemTree tree, string interfaceName, string address, string? label = null, OverlayAddressStack? stack = null) =>
        tree.Running().PlanAddAsync(new PersistRequest { Address = CidrBlock.Parse(address), InterfaceName = interfaceName, Label = label, Stack = stack }, default);

    private static Task ChangeAsync(SystemTree tree, string what, IProcessRunner runner) => CrashingProgram.ChangeAsync(tree.Running(runner), what);
}
