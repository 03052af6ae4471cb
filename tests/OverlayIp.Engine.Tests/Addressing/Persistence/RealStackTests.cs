using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Addressing.Persistence;

namespace OverlayIp.Engine.Tests.Addressing.Persistence;

/// <summary>
/// The stacks' own tools read what was written, in namespaces of their own: the machine boots, has the address, answers
/// at it, and after another boot it does so again. After removal and a third boot it does not.
/// </summary>
public class RealStackTests
{
    private const string Networkd = "/lib/systemd/systemd-networkd";

    // systemd-networkd waits for udev unless /sys is read-only, as it is in containers: sd_device_get_is_initialized(3).
    private const string StartNetworkd = """
        mount -t tmpfs tmpfs /run
        mount -o bind,remount,ro /sys
        mkdir -p /run/systemd/network /run/systemd/netif
        chown systemd-network:systemd-network /run/systemd/netif
        {1}
        mount --bind {0}/etc/systemd/network /etc/systemd/network
        exec /lib/systemd/systemd-networkd
        """;

    private const string StartIfupdown = """
        mount -t tmpfs tmpfs /run
        mkdir /run/network
        mount --bind {0}/etc/network /etc/network
        ip link set lo up
        ifup -a
        exec sleep infinity
        """;

    private const string StartNetworkManager = """
        mount -t tmpfs tmpfs /run
        mount -t tmpfs tmpfs /var/lib/NetworkManager
        mount -o bind,remount,ro /sys
        mount --bind {0}/etc/NetworkManager /etc/NetworkManager
        mkdir /run/dbus
        dbus-daemon --system --nofork --nopidfile &
        NetworkManager --no-daemon &
        {1}
        exec sleep infinity
        """;

    [SkippableFact]
    public async Task Ifupdown_brings_the_addresses_up_and_down()
    {
        await using var node = await RebootingNode.CreateAsync(("ifup", "ifupdown"));
        using var tree = new SystemTree();
        tree.File("/etc/network/interfaces", "source /etc/network/interfaces.d/*\nauto eth0\niface eth0 inet static\n    address 172.31.0.10/20\n    gateway 172.31.0.1\n")
            .Folder("/etc/network/interfaces.d").Folder("/etc/network/if-pre-up.d").Folder("/etc/network/if-up.d").Folder("/etc/network/if-down.d").Folder("/etc/network/if-post-down.d");
        await ThroughReboots(node, tree, OverlayAddressStack.Ifupdown, Script(StartIfupdown, tree));

        // ifdown, and ifup where ip(8) has put the address already, as Add-OverlayAddress does.
        await AddAsync(tree, "10.2.0.1", "eth0:ovip");
        await node.RebootAsync();
        await node.RunAsync(Script(StartIfupdown, tree).Replace("exec sleep infinity", "ifdown -a\ntest -z \"$(ip address show dev eth0 | grep inet)\"\nip address add 10.2.0.1/32 dev eth0 label eth0:ovip\nifup -a", StringComparison.Ordinal));
        await node.HasAsync("172.31.0.10/20", "10.2.0.1/32 eth0:ovip");
    }

    [SkippableFact]
    public async Task Networkd_brings_the_addresses_up()
    {
        await using var node = await RebootingNode.CreateAsync((Networkd, "systemd"));
        using var tree = new SystemTree();
        tree.File("/etc/systemd/network/20-wired.network", "[Match]\nName=eth0\n\n[Network]\nAddress=172.31.0.10/20\nGateway=172.31.0.1\nIPv6AcceptRA=no\n").Enabled("systemd-networkd.service");
        await ThroughReboots(node, tree, OverlayAddressStack.SystemdNetworkd, Script(StartNetworkd, tree));
    }

    // As amazon-ec2-net-utils does it: a link in /run to the file that all interfaces share, with drop-ins in /run and /etc.
    [SkippableFact]
    public async Task Networkd_merges_the_drop_in_with_what_net_utils_makes_at_boot()
    {
        await using var node = await RebootingNode.CreateAsync((Networkd, "systemd"));
        using var tree = new SystemTree();
        tree.File("/usr/lib/systemd/network/80-ec2.network", "[Match]\nDriver=ena veth\n\n[Network]\nLLMNR=no\n").File("/usr/lib/systemd/system/policy-routes@.service", "").Folder("/etc/systemd/network");
        const string netUtils = """
            ln -s {0}/usr/lib/systemd/network/80-ec2.network /run/systemd/network/70-eth0.network
            mkdir /run/systemd/network/70-eth0.network.d
            printf '[Match]\nName=eth0\n[Network]\nAddress=172.31.0.10/20\nGateway=172.31.0.1\nIPv6AcceptRA=no\n' >/run/systemd/network/70-eth0.network.d/eni.conf
            chmod -R a+rX {0}
            """;
        await ThroughReboots(node, tree, OverlayAddressStack.AmazonLinux, Script(StartNetworkd, tree, netUtils));
    }

    [SkippableFact]
    public async Task Netplan_merges_the_file_and_networkd_brings_the_addresses_up()
    {
        await using var node = await RebootingNode.CreateAsync(("netplan", "netplan.io"), (Networkd, "systemd"));
        using var tree = new SystemTree();
        tree.File("/etc/netplan/50-cloud-init.yaml", "network:\n  version: 2\n  ethernets:\n    eth0:\n      addresses: [172.31.0.10/20]\n      routes: [{to: default, via: 172.31.0.1}]\n      accept-ra: false\n", isPrivate: true).Folder("/etc/systemd/network");
        const string generate = """
            netplan generate --root-dir {0}
            cp -r {0}/run/systemd/network /run/systemd
            rm -r {0}/run
            chmod -R a+rX /run/systemd/network
            """;
        await ThroughReboots(node, tree, OverlayAddressStack.Netplan, Script(StartNetworkd, tree, generate));
    }

    [SkippableTheory]
    [InlineData(Systems.CloudInitNetplan, "/run/systemd/network/10-netplan-ens5.network", "DHCP=ipv4\nLinkLocalAddressing=ipv6\nAddress=10.2.0.2/32\n", "PermanentMACAddress=0a:11:22:33:44:55\n", "Address=10.2.0.1/32\nLabel=ens5:ovip\n", "RouteMetric=100\n")]
    [InlineData("network: {version: 2, renderer: NetworkManager, ethernets: {ens5: {dhcp4: true}}}", "/run/NetworkManager/system-connections/netplan-ens5.nmconnection", "[ipv4]\nmethod=auto\naddress1=10.2.0.2/32\n")]
    public async Task Netplan_keeps_what_the_other_file_says(string yaml, string generated, params string[] expected)
    {
        Skip.IfNot(RebootingNode.Has("netplan"), "The package netplan.io is not installed.");
        using var tree = new SystemTree();
        tree.File("/etc/netplan/50-cloud-init.yaml", yaml, isPrivate: true).File("/usr/lib/systemd/systemd", "").Folder("/etc/systemd/system/multi-user.target.wants");
        await GenerateAsync(tree);
        var before = tree.Snapshot();

        await AddAsync(tree, "10.2.0.1", "ens5:ovip", "ens5");
        await AddAsync(tree, "10.2.0.2", null, "ens5");
        await AddAsync(tree, "2001:db8::1", null, "ens5");
        await GenerateAsync(tree);
        Assert.All(expected, text => Assert.Contains(text, tree.Read(generated), StringComparison.Ordinal));

        foreach (var address in (string[])["10.2.0.1", "10.2.0.2", "2001:db8::1"])
            await RemoveAsync(tree, address);

        await GenerateAsync(tree);
        Assert.Equal(before, tree.Snapshot());
    }

    [SkippableFact]
    public async Task NetworkManager_brings_the_addresses_up()
    {
        await using var node = await RebootingNode.CreateAsync(("NetworkManager", "network-manager"), ("nmcli", "network-manager"), ("dbus-daemon", "dbus"));
        using var tree = NetworkManagerTree();
        await AddAsync(tree, "10.2.0.1");
        await AddAsync(tree, "2001:db8::1");
        var script = Script(StartNetworkManager, tree);
        for (var boot = 0; boot < 2; boot++)
        {
            // Preferred lifetimes are no part of a profile: that is the warning of the plan.
            node.Start(script);
            await node.HasAsync("172.31.0.10/20", "10.2.0.1/32", "2001:db8::1/128");
            await node.AnswersAsync("10.2.0.1", "2001:db8::1");
            await node.RebootAsync();
        }

        await RemoveAsync(tree, "10.2.0.1");
        await RemoveAsync(tree, "2001:db8::1");
        node.Start(script);
        await node.HasAsync("172.31.0.10/20");
    }

    // Somebody uses nmcli afterwards, which writes the whole file anew: the address and the mark are still in it.
    [SkippableFact]
    public async Task NetworkManager_keeps_the_line_and_its_mark_when_it_writes_the_profile()
    {
        await using var node = await RebootingNode.CreateAsync(("NetworkManager", "network-manager"), ("nmcli", "network-manager"), ("dbus-daemon", "dbus"));
        using var tree = NetworkManagerTree();
        await AddAsync(tree, "10.2.0.1");
        await AddAsync(tree, "2001:db8::1");
        var path = "/etc/NetworkManager/system-connections/cloud-init.nmconnection";
        node.Start(Script(StartNetworkManager, tree, """
            until nmcli -g GENERAL.STATE connection show cloud-init 2>/dev/null | grep -q '^activated'; do sleep 0.1; done
            nmcli connection modify cloud-init connection.autoconnect-priority 7
            """));
        await node.HasAsync("172.31.0.10/20", "10.2.0.1/32", "2001:db8::1/128");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!tree.Read(path)!.Contains("autoconnect-priority=7", StringComparison.Ordinal))
        {
            Assert.True(clock.Elapsed.TotalSeconds < 20, tree.Read(path));
            await Task.Delay(50);
        }

        Assert.DoesNotContain("# Made by", tree.Read(path), StringComparison.Ordinal);
        Assert.Equal(2, (await tree.Image().FindAsync(default)).Count(entry => entry.IsOwned));
        await RemoveAsync(tree, "10.2.0.1");
        await RemoveAsync(tree, "2001:db8::1");
        Assert.DoesNotContain("overlayip", tree.Read(path), StringComparison.Ordinal);
        Assert.Equal("172.31.0.10/20", Assert.Single(await tree.Image().FindAsync(default)) is { } left ? $"{left.Address.Address}/{left.PrefixLength}" : "");
    }

    // What Add-OverlayAddress does on a running system: the address by ip(8), the file, and "connection load". The link and
    // everything on it stays, and the address is the profile's own when it is activated again.
    [SkippableFact]
    public async Task NetworkManager_takes_the_loaded_profile_without_touching_the_interface()
    {
        await using var node = await RebootingNode.CreateAsync(("NetworkManager", "network-manager"), ("nmcli", "network-manager"), ("dbus-daemon", "dbus"));
        using var tree = NetworkManagerTree();
        using var changed = NetworkManagerTree();
        await AddAsync(changed, "10.2.0.1");
        node.Start(Script(StartNetworkManager, tree, $"""
            until nmcli -g GENERAL.STATE connection show cloud-init 2>/dev/null | grep -q '^activated'; do sleep 0.1; done
            ip monitor address link >/run/changes & sleep 0.3
            ip address add 10.2.0.1/32 dev eth0
            cat {changed.Full("/etc/NetworkManager/system-connections/cloud-init.nmconnection")} >/etc/NetworkManager/system-connections/cloud-init.nmconnection
            nmcli connection load /etc/NetworkManager/system-connections/cloud-init.nmconnection
            sleep 1
            grep -c . /run/changes >{tree.Root}/changes
            nmcli -g ipv4.addresses connection show cloud-init >{tree.Root}/loaded
            nmcli connection up cloud-init
            touch {tree.Root}/done
            """));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (tree.Read("/done") is null)
        {
            Assert.True(clock.Elapsed.TotalSeconds < 40, "It did not come to its end.");
            await Task.Delay(50);
        }

        // One message: the address was added. Nothing else happened to it or to the link.
        Assert.Equal("172.31.0.10/20, 10.2.0.1/32\n", tree.Read("/loaded"));
        Assert.Equal(1, tree.Read("/changes")!.Split('\n').Count(line => line.Length > 0));
        await node.HasAsync("172.31.0.10/20", "10.2.0.1/32");
    }

    [SkippableFact]
    public async Task Systemd_accepts_the_unit_as_enabled_and_its_commands_work()
    {
        await using var node = await RebootingNode.CreateAsync(("systemd-analyze", "systemd"), ("systemctl", "systemd"));
        using var tree = new SystemTree();
        tree.File("/usr/lib/systemd/systemd", "").File("/usr/sbin/ip", "").Folder("/etc/systemd/system/multi-user.target.wants");
        await AddAsync(tree, "10.2.0.1", "eth0:ovip");
        await AddAsync(tree, "2001:db8::1");
        var units = new Dictionary<string, string> { ["overlayip-eth0-10-2-0-1.service"] = "10.2.0.1/32 eth0:ovip", ["overlayip-eth0-2001-db8--1.service"] = "2001:db8::1/128 deprecated" };
        foreach (var (name, address) in units)
        {
            var path = tree.Full("/etc/systemd/system/" + name);
            var verified = await new ProcessRunner().RunAsync(new("systemd-analyze", ["verify", "--man=no", path]), default);
            Assert.DoesNotContain(name, verified.Error, StringComparison.Ordinal);
            Assert.Equal(0, verified.ExitCode);
            var enabled = await new ProcessRunner().RunAsync(new("systemctl", [$"--root={tree.Root}", "is-enabled", name]), default);
            Assert.Equal("enabled\n", enabled.Output);

            // systemd splits a command line without quotes at blanks, as the shell does.
            var lines = (await File.ReadAllLinesAsync(path)).Where(line => line.StartsWith("Exec", StringComparison.Ordinal)).Select(line => line.Split('=', 2)[1].TrimStart('-').Replace("/usr/sbin/ip", "ip", StringComparison.Ordinal)).ToList();
            await node.RunAsync("ip link set lo up; ip link set eth0 up; ip address replace 172.31.0.10/20 dev eth0; " + lines[0]);
            await node.HasAsync("172.31.0.10/20", address);
            await node.AnswersAsync(address.Split('/')[0]);
            await node.RunAsync(lines[0] + "; " + lines[1]);
            await node.HasAsync("172.31.0.10/20");
        }
    }

    private static SystemTree NetworkManagerTree() => new SystemTree()
        .File("/etc/NetworkManager/NetworkManager.conf", "[main]\nplugins=keyfile\n")
        .File("/etc/NetworkManager/system-connections/cloud-init.nmconnection", "# Made by cloud-init.\n[connection]\nid=cloud-init\nuuid=1dd9a779-d327-56e1-8454-c65e2556c12c\ntype=ethernet\ninterface-name=eth0\n\n[ipv4]\nmethod=manual\naddress1=172.31.0.10/20,172.31.0.1\n\n[ipv6]\nmethod=auto\nmay-fail=true\n", isPrivate: true)
        .Enabled("NetworkManager.service");

    private static async Task ThroughReboots(RebootingNode node, SystemTree tree, OverlayAddressStack stack, string script)
    {
        Assert.Equal(stack, tree.Image().Detect("eth0"));
        var before = tree.Snapshot();
        await AddAsync(tree, "10.2.0.1", "eth0:ovip");
        await AddAsync(tree, "10.2.0.2");
        await AddAsync(tree, "2001:db8::1");
        for (var boot = 0; boot < 2; boot++)
        {
            node.Start(script);
            await node.HasAsync("172.31.0.10/20", "10.2.0.1/32 eth0:ovip", "10.2.0.2/32", "2001:db8::1/128 deprecated");
            await node.AnswersAsync("10.2.0.1", "10.2.0.2", "2001:db8::1");
            await node.RebootAsync();
            Assert.Empty(await node.AddressesAsync());
        }

        foreach (var address in (string[])["10.2.0.1", "10.2.0.2", "2001:db8::1"])
            await RemoveAsync(tree, address);

        Assert.Equal(before, tree.Snapshot());
        node.Start(script);
        await node.HasAsync("172.31.0.10/20");
    }

    private static string Script(string script, SystemTree tree, string more = "") =>
        script.Replace("{1}", more, StringComparison.Ordinal).Replace("{0}", tree.Root, StringComparison.Ordinal);

    private static async Task AddAsync(SystemTree tree, string address, string? label = null, string interfaceName = "eth0") =>
        await tree.Image().ApplyAsync(await tree.Image().PlanAddAsync(new PersistRequest { Address = CidrBlock.Parse(address), InterfaceName = interfaceName, Label = label }, default), SilentObserver.Instance, default);

    private static async Task RemoveAsync(SystemTree tree, string address)
    {
        foreach (var plan in await tree.Image().PlanRemoveAsync(CidrBlock.Parse(address), null, default))
            await tree.Image().ApplyAsync(plan, SilentObserver.Instance, default);
    }

    private static async Task GenerateAsync(SystemTree tree)
    {
        var result = await new ProcessRunner().RunAsync(new("netplan", ["generate", "--root-dir", tree.Root]), default);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.DoesNotContain("too open", result.Error, StringComparison.Ordinal);
    }
}
