using OverlayIp.Engine.Addressing.Persistence;

namespace OverlayIp.Engine.Tests.Addressing.Persistence;

/// <summary>What is written for each stack, byte for byte, and that taking it back leaves the tree as it was.</summary>
public class RoundTripTests
{
    private const string Marker4 = "# Written by OverlayIp for 10.2.0.1/32 on {0}; do not edit: Remove-OverlayAddress takes it back.\n";
    private const string Marker6 = "# Written by OverlayIp for 2001:db8::1/128 on {0}; do not edit: Remove-OverlayAddress takes it back.\n";

    public static TheoryData<string, string, string, string?, string, string> NewFiles => new()
    {
        {
            "Ubuntu", "ens5", "10.2.0.1", null, "/etc/netplan/90-overlayip-ens5-10-2-0-1.yaml 600",
            Marker4 + "network:\n  version: 2\n  ethernets:\n    ens5:\n      addresses:\n        - \"10.2.0.1/32\"\n"
        },
        {
            "Ubuntu", "ens5", "10.2.0.1", "ens5:ovip", "/etc/netplan/90-overlayip-ens5-10-2-0-1.yaml 600",
            Marker4 + "network:\n  version: 2\n  ethernets:\n    ens5:\n      addresses:\n        - \"10.2.0.1/32\":\n            label: \"ens5:ovip\"\n"
        },
        {
            "Ubuntu", "ens5", "2001:db8::1", null, "/etc/netplan/90-overlayip-ens5-2001-db8--1.yaml 600",
            Marker6 + "network:\n  version: 2\n  ethernets:\n    ens5:\n      addresses:\n        - \"2001:db8::1/128\":\n            lifetime: 0\n"
        },
        {
            "Ubuntu with NetworkManager", "ens5", "10.2.0.1", null, "/etc/netplan/90-overlayip-ens5-10-2-0-1.yaml 600",
            Marker4 + "network:\n  version: 2\n  ethernets:\n    ens5:\n      addresses:\n        - \"10.2.0.1/32\"\n"
        },
        {
            "networkd", "ens5", "10.2.0.1", "ens5:ovip", "/etc/systemd/network/20-wired.network.d/50-overlayip-10-2-0-1.conf 644",
            Marker4 + "[Address]\nAddress=10.2.0.1/32\nLabel=ens5:ovip\n"
        },
        {
            "networkd", "ens5", "2001:db8::1", null, "/etc/systemd/network/20-wired.network.d/50-overlayip-2001-db8--1.conf 644",
            Marker6 + "[Address]\nAddress=2001:db8::1/128\nDuplicateAddressDetection=none\nPreferredLifetime=0\n"
        },
        {
            "Amazon Linux 2023", "ens5", "10.2.0.1", null, "/etc/systemd/network/70-ens5.network.d/50-overlayip-10-2-0-1.conf 644",
            Marker4 + "[Address]\nAddress=10.2.0.1/32\n"
        },
        {
            "Debian 11", "ens5", "10.2.0.1", "ens5:ovip", "/etc/network/interfaces.d/overlayip-ens5-10-2-0-1 644",
            Marker4 + "iface ens5 inet manual\n    up ip address replace 10.2.0.1/32 dev ens5 label ens5:ovip\n    down ip address delete 10.2.0.1/32 dev ens5 || true\n"
        },
        {
            "Debian 11", "ens5", "2001:db8::1", null, "/etc/network/interfaces.d/overlayip-ens5-2001-db8--1 644",
            Marker6 + "iface ens5 inet6 manual\n    up ip address replace 2001:db8::1/128 dev ens5 nodad preferred_lft 0\n    down ip address delete 2001:db8::1/128 dev ens5 || true\n"
        },
        {
            "RHEL 8", "eth0", "10.2.0.1", null, "/etc/sysconfig/network-scripts/ifcfg-eth0:1 644",
            Marker4 + "DEVICE=eth0:1\nIPADDR=10.2.0.1\nPREFIX=32\nONBOOT=yes\nONPARENT=yes\nARPCHECK=no\nNO_ALIASROUTING=yes\nIPV6INIT=no\n"
        },
        {
            "Amazon Linux 2", "eth0", "10.2.0.1", "eth0:ovip", "/etc/sysconfig/network-scripts/ifcfg-eth0:ovip 644",
            Marker4 + "DEVICE=eth0:ovip\nIPADDR=10.2.0.1\nPREFIX=32\nONBOOT=yes\nONPARENT=yes\nARPCHECK=no\nNO_ALIASROUTING=yes\nIPV6INIT=no\n"
        },
        {
            "nothing", "ens5", "10.2.0.1", "ens5:ovip", "/etc/systemd/system/overlayip-ens5-10-2-0-1.service 644",
            Marker4 + """
                [Unit]
                Description=Overlay address 10.2.0.1/32 on ens5
                Wants=network-online.target
                After=network-online.target
                BindsTo=sys-subsystem-net-devices-ens5.device
                After=sys-subsystem-net-devices-ens5.device

                [Service]
                Type=oneshot
                RemainAfterExit=yes
                ExecStart=/usr/sbin/ip address replace 10.2.0.1/32 dev ens5 label ens5:ovip
                ExecStop=-/usr/sbin/ip address delete 10.2.0.1/32 dev ens5

                [Install]
                WantedBy=multi-user.target

                """
        },
    };

    // Somebody else's file: what is put in, and where.
    public static TheoryData<string, string, string, string?, string, string> ChangedFiles => new()
    {
        {
            "RHEL 10", "ens5", "10.2.0.1", null, "/etc/NetworkManager/system-connections/cloud-init-ens5.nmconnection 600",
            Systems.Keyfile.Replace("[ipv4]\n", "[ipv4]\naddress1=10.2.0.1/32\n", StringComparison.Ordinal)
                .Replace("[user]\n", "[user]\noverlayip.10-2-0-1=address in [ipv4] written by OverlayIp, do not edit: Remove-OverlayAddress takes it back.\n", StringComparison.Ordinal)
        },
        {
            "RHEL 10", "ens5", "2001:db8::1", null, "/etc/NetworkManager/system-connections/cloud-init-ens5.nmconnection 600",
            Systems.Keyfile.Replace("[ipv6]\n", "[ipv6]\naddress2=2001:db8::1/128\n", StringComparison.Ordinal)
                .Replace("[user]\n", "[user]\noverlayip.2001-db8--1=address in [ipv6] written by OverlayIp, do not edit: Remove-OverlayAddress takes it back.\n", StringComparison.Ordinal)
        },
        {
            "SLES 15", "eth0", "10.2.0.1", "eth0:ovip", "/etc/sysconfig/network/ifcfg-eth0 644",
            Marker4 + "IPADDR_OVIP_10_2_0_1='10.2.0.1/32'\nLABEL_OVIP_10_2_0_1='eth0:ovip'\n" + Systems.WickedIfcfg
        },
        {
            "SLES 15", "eth0", "2001:db8::1", null, "/etc/sysconfig/network/ifcfg-eth0 644",
            Marker6 + "IPADDR_OVIP_2001_db8__1='2001:db8::1/128'\nIP_OPTIONS_OVIP_2001_db8__1='nodad preferred_lft 0'\n" + Systems.WickedIfcfg
        },
    };

    [SkippableTheory]
    [MemberData(nameof(NewFiles))]
    public Task An_own_file_is_written_and_taken_back_in_an_image(string system, string interfaceName, string address, string? label, string file, string content) =>
        RoundTripAsync(system, interfaceName, address, label, file, content.Replace("{0}", interfaceName, StringComparison.Ordinal), isImage: true);

    [SkippableTheory]
    [MemberData(nameof(NewFiles))]
    public Task So_it_is_on_a_running_system(string system, string interfaceName, string address, string? label, string file, string content) =>
        RoundTripAsync(system, interfaceName, address, label, file, content.Replace("{0}", interfaceName, StringComparison.Ordinal), isImage: false);

    [SkippableTheory]
    [MemberData(nameof(ChangedFiles))]
    public Task Lines_in_the_file_of_somebody_else_are_put_in_and_taken_out(string system, string interfaceName, string address, string? label, string file, string content) =>
        RoundTripAsync(system, interfaceName, address, label, file, content.Replace("{0}", interfaceName, StringComparison.Ordinal), isImage: true);

    [SkippableTheory]
    [MemberData(nameof(ChangedFiles))]
    public Task So_they_are_on_a_running_system(string system, string interfaceName, string address, string? label, string file, string content) =>
        RoundTripAsync(system, interfaceName, address, label, file, content.Replace("{0}", interfaceName, StringComparison.Ordinal), isImage: false);

    // In every order, with others' files and lines around.
    [SkippableTheory]
    [InlineData("Ubuntu", "ens5")]
    [InlineData("RHEL 10", "ens5")]
    [InlineData("RHEL 8", "eth0")]
    [InlineData("Amazon Linux 2023", "ens5")]
    [InlineData("networkd", "ens5")]
    [InlineData("SLES 15", "eth0")]
    [InlineData("Debian 11", "ens5")]
    [InlineData("nothing", "ens5")]
    public async Task Several_addresses_come_and_go_independently(string system, string interfaceName)
    {
        string[] addresses = ["10.2.0.1", "10.2.0.11", "10.2.0.111", "110.2.0.1", "2001:db8::1", "2001:db8::11"];
        using var tree = Systems.Make(system, isImage: true);
        tree.File("/etc/netplan/README", "not yaml: [").File("/etc/sysconfig/network/config", "X=1").File("/etc/network/interfaces.d/other", "iface other inet manual\n");
        var before = tree.Snapshot();
        foreach (var address in addresses)
            await AddAsync(tree.Image(), interfaceName, address);

        var found = (await tree.Image().FindAsync(default)).Where(entry => entry.IsOwned).ToList();
        Assert.Equal(addresses.Order(StringComparer.Ordinal), found.Select(entry => entry.Address.Address.ToString()).Order(StringComparer.Ordinal));
        Assert.All(found, entry => Assert.True(entry.IsEffective, $"{entry}"));

        foreach (var address in (string[])["10.2.0.11", "2001:db8::1", "10.2.0.1", "110.2.0.1", "2001:db8::11", "10.2.0.111"])
        {
            await RemoveAsync(tree.Image(), address);
            Assert.DoesNotContain(await tree.Image().FindAsync(default), entry => entry.Address.Address.ToString() == address);
        }

        Assert.Equal(before, tree.Snapshot());
    }

    // NetworkManager writes the file anew, sorted and without comments, whenever somebody uses nmcli.
    [SkippableFact]
    public async Task A_profile_that_NetworkManager_wrote_anew_is_still_recognised()
    {
        const string rewritten = "[connection]\nid=cloud-init ens5\nuuid=1dd9a779-d327-56e1-8454-c65e2556c12c\ntype=ethernet\ninterface-name=ens5\n\n[ethernet]\n\n[ipv4]\naddress1=172.31.0.9/20,172.31.0.1\naddress2=10.2.0.1/32\nmethod=auto\n\n[ipv6]\nmethod=auto\n\n[proxy]\n\n[user]\noverlayip.10-2-0-1=address in [ipv4] written by OverlayIp, do not edit: Remove-OverlayAddress takes it back.\n";
        using var tree = Systems.Make("RHEL 10", isImage: true);
        const string path = "/etc/NetworkManager/system-connections/cloud-init-ens5.nmconnection";
        tree.File(path, rewritten, isPrivate: true);
        Assert.True((await PlanAsync(tree.Image(), "ens5", "10.2.0.1")).IsNoOp);
        await RemoveAsync(tree.Image(), "10.2.0.1");
        Assert.Equal(rewritten[..rewritten.IndexOf("[user]", StringComparison.Ordinal)].Replace("address2=10.2.0.1/32\n", "", StringComparison.Ordinal), tree.Read(path));
    }

    [SkippableTheory]
    [InlineData("[connection]\nid=x\ninterface-name=ens5\n[ipv4]\nmethod=auto")]
    [InlineData("[connection]\nid=x\ninterface-name=ens5\n\n[ipv4]\naddress1=172.31.0.9/20\naddress3=172.31.0.10/20\nmethod=manual\n")]
    [InlineData("# only\n\n[ipv4]\r\nmethod=auto\r\n[connection]\r\ninterface-name=ens5\r\n")]
    [InlineData("[user]\n\n[connection]\ninterface-name=ens5\n[ipv4]\nmethod=auto\n")]
    public async Task Keyfiles_of_every_shape_are_left_as_they_were(string keyfile)
    {
        using var tree = Systems.Make("nothing", isImage: true);
        tree.Enabled("NetworkManager.service").File("/etc/NetworkManager/system-connections/x.nmconnection", keyfile, isPrivate: true);
        await AddAsync(tree.Image(), "ens5", "10.2.0.1");
        await AddAsync(tree.Image(), "ens5", "10.2.0.2");
        Assert.Equal(2, (await tree.Image().FindAsync(default)).Count(entry => entry is { IsOwned: true, Stack: OverlayAddressStack.NetworkManager }));
        await RemoveAsync(tree.Image(), "10.2.0.2");
        await RemoveAsync(tree.Image(), "10.2.0.1");
        Assert.Equal(keyfile.Replace("[user]\n\n", "", StringComparison.Ordinal), tree.Read("/etc/NetworkManager/system-connections/x.nmconnection"));
    }

    [SkippableFact]
    public async Task What_was_written_for_another_stack_moves_to_the_present_one()
    {
        using var tree = Systems.Make("Debian 11");
        await AddAsync(tree.Running(), "ens5", "10.2.0.1");
        Systems.Networkd(tree, 2, "/etc/systemd/network/20-wired.network", "[Match]\nName=ens5\n");
        var entry = Assert.Single(await tree.Running().FindAsync(default));
        Assert.Equal((false, true), (entry.IsEffective, entry.IsOwned));

        await AddAsync(tree.Running(), "ens5", "10.2.0.1");
        entry = Assert.Single(await tree.Running().FindAsync(default));
        Assert.Equal((OverlayAddressStack.SystemdNetworkd, true), (entry.Stack, entry.IsEffective));
        Assert.Null(tree.Read("/etc/network/interfaces.d/overlayip-ens5-10-2-0-1"));
    }

    [SkippableTheory]
    [InlineData("source /etc/network/interfaces.d/*.cfg\niface ens5 inet dhcp\n", "/etc/network/interfaces.d/overlayip-ens5-10-2-0-1.cfg")]
    [InlineData("source interfaces.d/*\niface ens5 inet dhcp\n", "/etc/network/interfaces.d/overlayip-ens5-10-2-0-1")]
    [InlineData("iface ens5 inet dhcp\nsource-directory interfaces.d\n", "/etc/network/interfaces.d/overlayip-ens5-10-2-0-1")]
    public async Task The_name_in_interfaces_d_is_one_that_is_included(string interfaces, string file)
    {
        using var tree = Systems.Make("Debian 11", isImage: true);
        tree.File("/etc/network/interfaces", interfaces);
        Assert.Equal(file, Assert.Single((await PlanAsync(tree.Image(), "ens5", "10.2.0.1")).Files).Path);
        await AddAsync(tree.Image(), "ens5", "10.2.0.1");
        Assert.True(Assert.Single(await tree.Image().FindAsync(default)).IsEffective);
    }

    private static async Task RoundTripAsync(string system, string interfaceName, string address, string? label, string file, string content, bool isImage)
    {
        using var tree = Systems.Make(system, isImage);
        LinuxAddressPersistence Persistence() => isImage ? tree.Image() : tree.Running(new FakeProcessRunner().OnAnything());
        var (path, mode) = (file.Split(' ')[0], file.Split(' ')[1]);
        var before = tree.Snapshot();
        var plan = await PlanAsync(Persistence(), interfaceName, address, label);
        Assert.Equal(before, tree.Snapshot());
        var change = plan.Files[0];
        Assert.Equal((path, content), (change.Path, change.After));
        Assert.Contains(path, plan.Preview(), StringComparison.Ordinal);

        await Persistence().ApplyAsync(plan, SilentObserver.Instance, default);
        Assert.Equal(content, tree.Read(path));
        Assert.Equal(mode, Convert.ToString((int)Mode(tree.Full(path)), 8));
        var entry = Assert.Single(await Persistence().FindAsync(default), entry => entry.Address.Address.ToString() == address);
        Assert.Equal((interfaceName, path, true, true), (entry.InterfaceName, entry.File, entry.IsOwned, entry.IsEffective));
        Assert.Equal(plan.Label, entry.Label);
        Assert.True(label is null || entry.Label == label);

        // Not even the time of the last change is another one: nothing is written.
        var (written, time) = (tree.Snapshot(), File.GetLastWriteTimeUtc(tree.Full(path)));
        var again = await PlanAsync(Persistence(), interfaceName, address, label);
        Assert.True(again.IsNoOp, again.Preview());
        await Persistence().ApplyAsync(again, SilentObserver.Instance, default);
        Assert.Equal((written, time), (tree.Snapshot(), File.GetLastWriteTimeUtc(tree.Full(path))));

        await RemoveAsync(Persistence(), address);
        Assert.Equal(before, tree.Snapshot());
        Assert.Empty(await Persistence().PlanRemoveAsync(CidrBlock.Parse(address), null, default));
    }

    private static Task<PersistencePlan> PlanAsync(LinuxAddressPersistence persistence, string interfaceName, string address, string? label = null) =>
        persistence.PlanAddAsync(new PersistRequest { Address = CidrBlock.Parse(address), InterfaceName = interfaceName, Label = label }, default);

    private static async Task AddAsync(LinuxAddressPersistence persistence, string interfaceName, string address) =>
        await persistence.ApplyAsync(await PlanAsync(persistence, interfaceName, address), SilentObserver.Instance, default);

    private static async Task RemoveAsync(LinuxAddressPersistence persistence, string address)
    {
        foreach (var plan in await persistence.PlanRemoveAsync(CidrBlock.Parse(address), null, default))
            await persistence.ApplyAsync(plan, SilentObserver.Instance, default);
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);
}
