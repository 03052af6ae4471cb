using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Addressing.Persistence;

namespace OverlayIp.Engine.Tests.Addressing.Persistence;

/// <summary>
/// Reboots with the stacks' own programs: the address is written for the stack that is detected from the state its daemon
/// left, everything is torn down, the stack brings the network up, and the address answers the router. Taken back, it is
/// gone after the next boot.
/// </summary>
public class RebootTests
{
    private static readonly (string, string) Networkd = ("/lib/systemd/systemd-networkd", "systemd");
    private static readonly (string, string) NetworkManager = ("/usr/sbin/NetworkManager", "network-manager");
    private static readonly (string, string) Bus = ("/usr/bin/dbus-daemon", "dbus-daemon");
    private static readonly (string, string) Netplan = ("/usr/sbin/netplan", "netplan.io");

    private const string RunNetworkd = """
        mkdir -p $ROOT/run/systemd/netif/{links,leases,lldp} $ROOT/run/systemd/network
        chown -R systemd-network $ROOT/run/systemd/netif
        attach /run/systemd; attach /etc/systemd/network; attach /usr/lib/systemd/network
        /lib/systemd/systemd-networkd & daemon=$!
        trap 'kill -9 $daemon' EXIT
        configured() { grep -qs ADMIN_STATE=configured /run/systemd/netif/links/*; }
        poll has 172.31.0.10/; poll has fd00::10/; poll calm; poll configured

        """;

    private const string RunNetworkManager = """
        mount -t tmpfs tmpfs /etc/NetworkManager; mount -t tmpfs tmpfs /var/lib/NetworkManager
        attach /etc/NetworkManager/system-connections; attach /run/NetworkManager; attach /run/udev
        mkdir -p /run/dbus
        printf '[main]\nplugins=keyfile\nauth-polkit=false\ndns=none\nno-auto-default=*\nrc-manager=unmanaged\n' > /etc/NetworkManager/NetworkManager.conf
        dbus-daemon --system --nofork --nopidfile & bus=$!
        trap 'kill -9 $bus' EXIT
        poll test -S /run/dbus/system_bus_socket
        NetworkManager --no-daemon & daemon=$!
        trap 'kill -9 $daemon $bus' EXIT
        nm-online -s -t 60
        connected() { grep -qs connection-uuid /run/NetworkManager/devices/*; }
        poll has 172.31.0.10/; poll has fd00::10/; poll has fe80:; poll calm; poll connected

        """;

    private const string RunIfup = """
        attach /etc/network; mkdir -p /etc/network/if-{pre-up,up,down,post-down}.d
        attach /run/network
        ifup -a

        """;

    private const string StaticNetwork = "[Match]\nName=eth0\n\n[Network]\nAddress=172.31.0.10/20\nAddress=fd00::10/64\nGateway=172.31.0.1\nIPv6AcceptRA=no\n";
    private const string StaticNetplan = "network:\n  version: 2\n  ethernets:\n    eth0:\n      accept-ra: false\n      addresses: [172.31.0.10/20, 'fd00::10/64']\n      routes: [{to: default, via: 172.31.0.1}]\n";
    private const string StaticKeyfile = "[connection]\nid=eth0\nuuid=1dd9a779-d327-56e1-8454-c65e2556c12c\ntype=ethernet\ninterface-name=eth0\n\n[ipv4]\nmethod=manual\naddress1=172.31.0.10/20,172.31.0.1\n\n[ipv6]\nmethod=manual\naddress1=fd00::10/64";
    private const string StaticInterfaces = "source /etc/network/interfaces.d/*\n\nauto eth0\niface eth0 inet static\n    address 172.31.0.10/20\n    gateway 172.31.0.1\niface eth0 inet6 static\n    address fd00::10/64\n    dad-attempts 0\n";

    [SkippableFact]
    public async Task Systemd_networkd_brings_it_back()
    {
        using var tree = new SystemTree().File("/etc/systemd/network/20-wired.network", StaticNetwork);
        await using var node = await BootableNode.CreateAsync(tree, Networkd);
        await RebootAsync(tree, node, OverlayAddressStack.SystemdNetworkd, RunNetworkd, "eth0:ovip");
    }

    // policy-routes@eth0 makes its link to the file that all interfaces share, and a drop-in with what instance metadata says,
    // before networkd looks: amazon-ec2-net-utils, bin/setup-policy-routes.sh.
    [SkippableFact]
    public async Task Amazon_Linux_2023_brings_it_back()
    {
        using var tree = new SystemTree()
            .File("/usr/lib/systemd/network/80-ec2.network", "[Match]\nKind=veth\n\n[Network]\nLLMNR=no\n")
            .File("/usr/lib/systemd/system/policy-routes@.service", "");
        await using var node = await BootableNode.CreateAsync(tree, Networkd);
        var link = $"""
            mkdir -p $ROOT/run/systemd/network/70-eth0.network.d
            ln -s /usr/lib/systemd/network/80-ec2.network $ROOT/run/systemd/network/70-eth0.network
            printf '{StaticNetwork.Replace("\n", "\\n", StringComparison.Ordinal)}' >$ROOT/run/systemd/network/70-eth0.network.d/eni.conf

            """;
        await RebootAsync(tree, node, OverlayAddressStack.AmazonLinux, link + RunNetworkd, "eth0:ovip");
    }

    [SkippableFact]
    public async Task Netplan_with_networkd_brings_it_back()
    {
        using var tree = new SystemTree().File("/etc/netplan/50-cloud-init.yaml", StaticNetplan, isPrivate: true);
        await using var node = await BootableNode.CreateAsync(tree, Netplan, Networkd);
        await RebootAsync(tree, node, OverlayAddressStack.Netplan, "netplan generate --root-dir $ROOT\n" + RunNetworkd, "eth0:ovip");
    }

    [SkippableFact]
    public async Task Netplan_with_NetworkManager_brings_it_back()
    {
        using var tree = new SystemTree().File("/etc/netplan/01-network-manager-all.yaml", StaticNetplan + "  renderer: NetworkManager\n", isPrivate: true);
        await using var node = await BootableNode.CreateAsync(tree, Netplan, NetworkManager, Bus);
        await RebootAsync(tree, node, OverlayAddressStack.Netplan, "netplan generate --root-dir $ROOT\n" + RunNetworkManager, label: null, addresses: ["10.2.0.1"]);
    }

    [SkippableFact]
    public async Task NetworkManager_brings_it_back()
    {
        using var tree = new SystemTree().File("/etc/NetworkManager/system-connections/eth0.nmconnection", StaticKeyfile, isPrivate: true);
        await using var node = await BootableNode.CreateAsync(tree, NetworkManager, Bus);
        await RebootAsync(tree, node, OverlayAddressStack.NetworkManager, RunNetworkManager, label: null);
    }

    // nmcli writes the whole profile anew; what is OverlayIp's must still be known, and be taken back.
    [SkippableFact]
    public async Task NetworkManager_keeps_the_mark_when_it_writes_the_profile_anew()
    {
        const string path = "/etc/NetworkManager/system-connections/eth0.nmconnection";
        using var tree = new SystemTree().File(path, "# mine\n" + StaticKeyfile, isPrivate: true);
        await using var node = await BootableNode.CreateAsync(tree, NetworkManager, Bus);
        await node.BootAsync(tree, RunNetworkManager);
        await AddAsync(tree, "10.2.0.1", null);
        await node.BootAsync(tree, RunNetworkManager + "nmcli connection modify eth0 connection.autoconnect-priority 5\n");
        Assert.DoesNotContain("# mine", tree.Read(path), StringComparison.Ordinal);

        var entry = Assert.Single(await Running(tree).FindAsync(default), entry => entry.IsOwned);
        Assert.Equal(("10.2.0.1/32", path, true), (entry.Address.ToString(), entry.File, entry.IsEffective));
        await RemoveAsync(tree, "10.2.0.1");
        await node.BootAsync(tree, RunNetworkManager);
        Assert.Equal(["172.31.0.10/20", "fd00::10/64"], await node.AddressesAsync());
    }

    // What Add-OverlayAddress does on a running system: the address by ip(8), the file, and "connection load". The link and
    // everything on it stays, and the address is the profile's own when it is activated again.
    [SkippableFact]
    public async Task NetworkManager_takes_the_loaded_profile_without_touching_the_interface()
    {
        const string path = "/etc/NetworkManager/system-connections/eth0.nmconnection";
        using var tree = new SystemTree().File(path, StaticKeyfile, isPrivate: true);
        await using var node = await BootableNode.CreateAsync(tree, NetworkManager, Bus);
        await node.BootAsync(tree, RunNetworkManager);
        using var changed = new SystemTree().File(path, StaticKeyfile, isPrivate: true).Enabled("NetworkManager.service");
        var plan = await changed.Image().PlanAddAsync(new PersistRequest { Address = CidrBlock.Parse("10.2.0.1"), InterfaceName = "eth0" }, default);
        await changed.Image().ApplyAsync(plan, SilentObserver.Instance, default);

        // Addresses of lo tell that the monitor listens, and that it has heard all that was before.
        var told = await node.BootAsync(tree, RunNetworkManager + $$"""
            heard() { for i in $(seq 300); do ip address replace $1/32 dev lo; grep -q $1 /run/changes && return; ip address delete $1/32 dev lo; sleep 0.1; done; return 1; }
            ip monitor address link >/run/changes & monitor=$!
            heard 10.9.9.1
            ip address add 10.2.0.1/32 dev eth0
            cat {{changed.Full(path)}} >{{path}}
            nmcli connection load {{path}}
            sleep 1
            heard 10.9.9.2
            kill $monitor
            echo changes $(grep -c ': eth0' /run/changes)
            echo loaded $(nmcli -g ipv4.addresses connection show eth0)
            nmcli connection up eth0 >/dev/null

            """);

        // One message: the address was added. Nothing else happened to it or to the link.
        Assert.Equal(["changes 1", "loaded 172.31.0.10/20, 10.2.0.1/32"], told.Split('\n').Where(line => line.StartsWith("changes ", StringComparison.Ordinal) || line.StartsWith("loaded ", StringComparison.Ordinal)));
        Assert.Contains("10.2.0.1/32", await node.AddressesAsync());
        Assert.True(await node.AnswersAsync("10.2.0.1"));
    }

    [SkippableFact]
    public async Task Ifupdown_brings_it_back()
    {
        using var tree = new SystemTree().File("/etc/network/interfaces", StaticInterfaces).Folder("/etc/network/interfaces.d");
        await using var node = await BootableNode.CreateAsync(tree, ("/sbin/ifup", "ifupdown"));
        await RebootAsync(tree, node, OverlayAddressStack.Ifupdown, RunIfup, "eth0:ovip");

        // Taken down and up by hand it goes and comes as well, also when the address was there before.
        await AddAsync(tree, "10.2.0.1", "eth0:ovip");
        await node.BootAsync(tree, RunIfup + "ifdown eth0\n");
        Assert.Empty(await node.AddressesAsync());
        await node.BootAsync(tree, "ip link set eth0 up; ip address add 10.2.0.1/32 dev eth0\n" + RunIfup);
        Assert.True(await node.AnswersAsync("10.2.0.1"));
    }

    private static async Task RebootAsync(SystemTree tree, BootableNode node, OverlayAddressStack stack, string boot, string? label, string[]? addresses = null)
    {
        addresses ??= ["10.2.0.1", "10.2.0.11", "2001:db8::1"];
        await node.BootAsync(tree, boot);
        string[] own = ["172.31.0.10/20", "fd00::10/64"];
        Assert.Equal(own, await node.AddressesAsync());
        Assert.Equal(stack, Running(tree).Detect("eth0"));
        var files = ConfigurationOf(tree);
        foreach (var address in addresses)
            await AddAsync(tree, address, address == "10.2.0.1" ? label : null);

        // The stack may say that it is done with one family while it is still at work on the other.
        await node.BootAsync(tree, boot + string.Concat(addresses.Select(address => $"poll has {address}/\n")) + "poll calm\n");

        // So that it is no source address of the node's own connections. Preferred lifetimes are no part of NetworkManager's profiles.
        var ipv6 = stack == OverlayAddressStack.NetworkManager ? "/128" : "/128 deprecated";
        var expected = addresses.Select(address => address.Contains(':', StringComparison.Ordinal) ? address + ipv6 : address == "10.2.0.1" && label is not null ? $"{address}/32 {label}" : address + "/32");
        Assert.Equal(own.Concat(expected).Order(StringComparer.Ordinal), (await node.AddressesAsync()).Order(StringComparer.Ordinal));
        foreach (var address in addresses)
            Assert.True(await node.AnswersAsync(address), $"{address} does not answer.");

        var found = await Running(tree).FindAsync(default);
        Assert.All(addresses, address => Assert.Single(found, entry => entry.Address.Address.ToString() == address && entry is { IsOwned: true, IsEffective: true } && entry.Stack == stack));

        foreach (var address in addresses)
            await RemoveAsync(tree, address);

        Assert.Equal(files, ConfigurationOf(tree));
        await node.BootAsync(tree, boot);
        Assert.Equal(own, await node.AddressesAsync());
        Assert.False(await node.AnswersAsync(addresses[0], within: 2));
    }

    // The real state that the daemon left; only whether it runs is said here, for it was killed.
    private static LinuxAddressPersistence Running(SystemTree tree)
    {
        if (Directory.Exists(tree.Full("/run/NetworkManager")))
            tree.Runs("NetworkManager");

        return tree.Running(new FakeProcessRunner().OnAnything());
    }

    private static string ConfigurationOf(SystemTree tree) => string.Join('\n', tree.Snapshot().Split('\n').Where(line => line.StartsWith("etc/", StringComparison.Ordinal)));

    private static async Task AddAsync(SystemTree tree, string address, string? label)
    {
        var persistence = Running(tree);
        var plan = await persistence.PlanAddAsync(new PersistRequest { Address = CidrBlock.Parse(address), InterfaceName = "eth0", Label = label }, default);
        await persistence.ApplyAsync(plan, SilentObserver.Instance, default);
    }

    private static async Task RemoveAsync(SystemTree tree, string address)
    {
        var persistence = Running(tree);
        foreach (var plan in await persistence.PlanRemoveAsync(CidrBlock.Parse(address), null, default))
            await persistence.ApplyAsync(plan, SilentObserver.Instance, default);
    }
}
