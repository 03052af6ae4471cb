using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Addressing.Persistence;

namespace OverlayIp.Engine.Tests.Addressing.Persistence;

/// <summary>What others configured: it is shown, it counts, and it is never changed.</summary>
public class ForeignConfigurationTests
{
    private static readonly CidrBlock Address = CidrBlock.Parse("10.2.0.1");

    public static TheoryData<string, string, string, string, string?> Configurations => new()
    {
        { "Ubuntu", "ens5", "/etc/netplan/60-mine.yaml", "network:\n  ethernets:\n    ens5:\n      addresses: [10.2.0.1/32]\n", null },
        { "Ubuntu", "ens5", "/etc/netplan/60-mine.yaml", "network:\n  ethernets:\n    ens5:\n      addresses:\n      - 10.2.0.1/32:\n          label: ens5:x\n", "ens5:x" },
        { "networkd", "ens5", "/etc/systemd/network/20-wired.network.d/mine.conf", "[Network]\nAddress=10.2.0.1/32\n", null },
        { "networkd", "ens5", "/etc/systemd/network/20-wired.network.d/mine.conf", "[Address]\nAddress=10.9.9.9/32\n[Address]\nLabel=ens5:x\nAddress=10.2.0.1/32\n", "ens5:x" },
        { "networkd", "ens5", "/etc/systemd/network/20-wired.network", "[Match]\nName=ens5\n[Network]\nAddress=10.2.0.1/32\n", null },
        { "Amazon Linux 2023", "ens5", "/etc/systemd/network/70-ens5.network.d/mine.conf", "[Network]\nAddress=10.2.0.1/32\n", null },
        { "RHEL 10", "ens5", "/etc/NetworkManager/system-connections/cloud-init-ens5.nmconnection", "[connection]\nuuid=1dd9a779-d327-56e1-8454-c65e2556c12c\ninterface-name=ens5\n[ipv4]\nmethod=manual\naddress1=172.31.0.10/20,172.31.0.1\naddress2=10.2.0.1/32\n", null },
        { "RHEL 8", "eth0", "/etc/sysconfig/network-scripts/ifcfg-eth0:7", "DEVICE=\"eth0:7\"\nIPADDR=10.2.0.1\nPREFIX=32\n", "eth0:7" },
        { "Amazon Linux 2", "eth0", "/etc/sysconfig/network-scripts/ifcfg-eth0:0", "IPADDR='10.2.0.1'\nNETMASK=255.255.255.255\n", "eth0:0" },
        { "SLES 15", "eth0", "/etc/sysconfig/network/ifcfg-eth0", "BOOTPROTO='dhcp'\nIPADDR_1='10.2.0.1'\nPREFIXLEN_1='32'\nLABEL_1='eth0:x'\n", "eth0:x" },
        { "Debian 11", "ens5", "/etc/network/interfaces.d/mine", "auto ens5:x\niface ens5:x inet static\n  address 10.2.0.1/32\n", "ens5:x" },
        { "Debian 11", "ens5", "/etc/network/interfaces.d/mine", "iface ens5 inet manual\n  post-up ip addr add 10.2.0.1/32 dev $IFACE label ens5:x\n", "ens5:x" },
    };

    [SkippableTheory]
    [MemberData(nameof(Configurations))]
    public async Task Addresses_of_others_are_found_count_as_permanent_and_stay(string system, string interfaceName, string file, string content, string? label)
    {
        using var tree = Systems.Make(system);
        tree.File(file, content);
        var before = tree.Snapshot();
        var entry = Assert.Single(await tree.Running().FindAsync(default), entry => entry.Address == Address);
        Assert.Equal((interfaceName, file, label, false, true), (entry.InterfaceName, entry.File, entry.Label, entry.IsOwned, entry.IsEffective));

        var plan = await AddAsync(tree, interfaceName);
        Assert.True(plan.IsNoOp);
        Assert.Equal(entry, plan.Existing);

        var removal = Assert.Single(await tree.Running().PlanRemoveAsync(Address, null, default));
        Assert.True(removal.IsNoOp);
        Assert.Contains(file, Assert.Single(removal.Warnings), StringComparison.Ordinal);
        await tree.Running().ApplyAsync(removal, SilentObserver.Instance, default);
        Assert.Equal(before, tree.Snapshot());
    }

    [SkippableTheory]
    [InlineData("RHEL 8", "eth0", "/etc/sysconfig/network-scripts/ifcfg-eth0", "DEVICE=eth0\nUUID=5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03\nIPADDR=10.2.0.1\nNETMASK=255.255.240.0\n", 20)]
    [InlineData("SLES 15", "eth0", "/etc/sysconfig/network/ifcfg-eth0", "IPADDR='10.2.0.1'\nNETMASK='255.255.255.0'\n", 24)]
    [InlineData("SLES 15", "eth0", "/etc/sysconfig/network/ifcfg-eth0", "IPADDR='10.2.0.1/25'\nNETMASK='255.255.255.0'\n", 25)]
    [InlineData("Debian 11", "ens5", "/etc/network/interfaces.d/mine", "iface ens5 inet static\n  address 10.2.0.1\n  netmask 255.255.0.0\n", 16)]
    [InlineData("Debian 11", "ens5", "/etc/network/interfaces.d/mine", "iface ens5 inet static\n  address 10.2.0.1\n  netmask 22\n", 22)]
    public async Task Prefix_lengths_are_read_however_they_are_written(string system, string interfaceName, string file, string content, int expected)
    {
        using var tree = Systems.Make(system);
        tree.File(file, content);
        var entry = Assert.Single(await tree.Running().FindAsync(default), entry => entry.Address == Address);
        Assert.Equal((interfaceName, expected), (entry.InterfaceName, entry.PrefixLength));
    }

    // Generated below /run, and gone after the boot or made again from what is looked at anyway.
    [SkippableTheory]
    [InlineData("Ubuntu", "/run/systemd/network/10-netplan-ens5.network", "[Match]\nName=ens5\n[Network]\nAddress=10.2.0.1/32\n")]
    [InlineData("Ubuntu with NetworkManager", "/run/NetworkManager/system-connections/netplan-ens5.nmconnection", "[connection]\nuuid=626dd384-8b3d-3690-9511-192b2c79b3fd\ninterface-name=ens5\n[ipv4]\naddress1=10.2.0.1/32\n")]
    [InlineData("Amazon Linux 2023", "/run/systemd/network/70-ens5.network.d/ec2net_alias.conf", "[Address]\nAddress=10.2.0.1/32\n")]
    [InlineData("Debian 11 cloud", "/run/network/interfaces.d/ens5", "iface ens5 inet static\n  address 10.2.0.1/32\n")]
    public async Task What_is_generated_for_this_boot_does_not_count(string system, string file, string content)
    {
        using var tree = Systems.Make(system);
        tree.File(file, content);
        Assert.DoesNotContain(await tree.Running().FindAsync(default), entry => entry.Address == Address);
    }

    [SkippableTheory]
    [InlineData("Ubuntu", "ens5", "/etc/netplan/90-overlayip-ens5-10-2-0-1.yaml", "network: {}\n")]
    [InlineData("networkd", "ens5", "/etc/systemd/network/20-wired.network.d/50-overlayip-10-2-0-1.conf", "")]
    [InlineData("Debian 11", "ens5", "/etc/network/interfaces.d/overlayip-ens5-10-2-0-1", "# Written by somebody\n")]
    [InlineData("nothing", "ens5", "/etc/systemd/system/overlayip-ens5-10-2-0-1.service", "[Unit]\n")]
    public async Task A_file_of_somebody_else_in_our_place_is_not_overwritten(string system, string interfaceName, string file, string content)
    {
        using var tree = Systems.Make(system);
        tree.File(file, content);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => AddAsync(tree, interfaceName));
        Assert.Equal(("AddressFileForeign", OverlayErrorKind.Refused, file), (error.ErrorId, error.Kind, error.Subject));
        Assert.Equal(content, tree.Read(file));
    }

    [SkippableFact]
    public async Task A_copied_file_of_ours_is_nobodys_to_remove_under_another_address()
    {
        using var tree = Systems.Make("Debian 11");
        const string copy = "# Written by OverlayIp for 10.2.0.7/32 on ens5; do not edit: Remove-OverlayAddress takes it back.\niface ens5 inet manual\n    up ip address replace 10.2.0.1/32 dev ens5\n";
        tree.File("/etc/network/interfaces.d/copy", copy);
        Assert.False(Assert.Single(await tree.Running().FindAsync(default), entry => entry.Address == Address).IsOwned);
        Assert.True(Assert.Single(await tree.Running().PlanRemoveAsync(Address, null, default)).IsNoOp);
    }

    [SkippableFact]
    public async Task An_address_that_is_configured_on_another_interface_is_refused_and_forced()
    {
        using var tree = Systems.Make("Debian 11");
        tree.Interface("ens6", 3).File("/etc/network/interfaces.d/ens6", "auto ens6\niface ens6 inet static\n  address 10.2.0.1/32\n");
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => AddAsync(tree, "ens5"));
        Assert.Equal(("AddressDuplicate", OverlayErrorKind.AlreadyExists), (error.ErrorId, error.Kind));
        Assert.Contains("/etc/network/interfaces.d/ens6", error.Message, StringComparison.Ordinal);
        Assert.False((await tree.Running().PlanAddAsync(new PersistRequest { Address = Address, InterfaceName = "ens5", Force = true }, default)).IsNoOp);
    }

    [SkippableFact]
    public async Task Another_label_than_the_configured_one_is_refused()
    {
        using var tree = Systems.Make("Debian 11");
        tree.File("/etc/network/interfaces.d/mine", "iface ens5:x inet static\n  address 10.2.0.1/32\n");
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => AddAsync(tree, "ens5", "ens5:y"));
        Assert.Equal("AddressDuplicate", error.ErrorId);
        Assert.Contains("'ens5:x' instead of 'ens5:y'", error.Message, StringComparison.Ordinal);
        Assert.True((await AddAsync(tree, "ens5", "ens5:x")).IsNoOp);
    }

    [SkippableTheory]
    [InlineData("/etc/keepalived/keepalived.conf", "vrrp_instance VI_1 {\n  virtual_ipaddress {\n    10.2.0.1/32 dev ens5\n  }\n}\n", "keepalived")]
    [InlineData("/etc/keepalived/conf.d/vi1.conf", "virtual_ipaddress { 10.2.0.1 }\n", "keepalived")]
    [InlineData("/var/lib/pacemaker/cib/cib.xml", "<cib><primitive type=\"IPaddr2\"><nvpair name=\"ip\" value=\"10.2.0.1\"/></primitive></cib>", "Pacemaker")]
    [InlineData("/etc/cluster/cluster.conf", "<cluster><ip address=\"10.2.0.1/32\"/></cluster>", "rgmanager")]
    [InlineData("/etc/keepalived/keepalived.conf", "virtual_ipaddress { 10.2.0.11 110.2.0.1 2001:db8::10:2:0:1 }\n", null)]
    [InlineData("/etc/keepalived/keepalived.conf", "  # 10.2.0.1 was here\n! 10.2.0.1\n", null)]
    [InlineData("/etc/keepalived/keepalived.conf.old", "virtual_ipaddress { 10.2.0.1 }\n", null)]
    public async Task An_address_of_a_cluster_manager_is_made_permanent_with_a_warning(string file, string content, string? manager)
    {
        using var tree = Systems.Make("Debian 11");
        tree.File(file, content);
        var warnings = (await AddAsync(tree, "ens5")).Warnings;
        if (manager is null)
            Assert.Empty(warnings);
        else
            Assert.StartsWith($"{manager} ({file}) moves 10.2.0.1 between nodes.", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_IPv6_address_of_a_cluster_manager_is_recognised_however_it_is_written()
    {
        using var tree = Systems.Make("Debian 11");
        tree.File("/etc/keepalived/keepalived.conf", "virtual_ipaddress {\n 2001:0DB8:0::1/128\n}\n");
        var plan = await tree.Running().PlanAddAsync(new PersistRequest { Address = CidrBlock.Parse("2001:db8::1"), InterfaceName = "ens5" }, default);
        Assert.Contains("keepalived", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Who_may_not_read_everything_is_shown_the_rest()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Giving up rights needs root.");
        using var tree = Systems.Make("RHEL 10");
        tree.File("/etc/network/interfaces", "iface ens5 inet static\n  address 10.2.0.1/32\n");
        await new ProcessRunner().RunAsync(new("chmod", ["-R", "a+rX", tree.Root]), default);
        await new ProcessRunner().RunAsync(new("chmod", ["700", tree.Full("/etc/NetworkManager/system-connections")]), default);

        // The engine runs in a process of nobody's, which this one cannot become; what it cannot read is a directory of mode 700.
        var child = await new ProcessRunner { Timeout = TimeSpan.FromMinutes(3), CommandPrefix = ["setpriv", "--reuid", "65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"] }
            .RunAsync(new("dotnet", ["exec", typeof(CrashingProgram).Assembly.Location, "find", tree.Root]), default);
        Skip.If(child.Error.Contains("ermission denied", StringComparison.Ordinal), "Nobody may not read this build's output.");
        Assert.Equal((0, "10.2.0.1/32 ens5 Ifupdown\n"), (child.ExitCode, child.Output));
    }

    private static Task<PersistencePlan> AddAsync(SystemTree tree, string interfaceName, string? label = null) =>
        tree.Running().PlanAddAsync(new PersistRequest { Address = Address, InterfaceName = interfaceName, Label = label }, default);
}
