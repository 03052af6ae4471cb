using OverlayIp.Engine.Addressing;

namespace OverlayIp.Engine.Tests.Addressing.Persistence;

/// <summary>What was written, read by the programs that read it at boot, or by the shell where they are shell variables.</summary>
public class RealReaderTests
{
    private static readonly ProcessRunner Runner = new();

    [SkippableTheory]
    [InlineData("10.2.0.1", null, "[Address]\nAddress=10.2.0.1/32\n", "Address=10.2.0.1/32\n")]
    [InlineData("10.2.0.1", "ens5:ovip", "[Address]\nAddress=10.2.0.1/32\nLabel=ens5:ovip\n", null)]
    [InlineData("2001:db8::1", null, "[Address]\nAddress=2001:db8::1/128\nPreferredLifetime=0\n", null)]
    public async Task Netplan_joins_the_file_with_that_of_cloud_init(string address, string? label, string expected, string? orExpected)
    {
        Need("/usr/sbin/netplan", "netplan.io");
        using var tree = Systems.Make("Ubuntu", isImage: true);
        var alone = await GenerateAsync(tree);
        await AddAsync(tree, "ens5", address, label);
        var joined = await GenerateAsync(tree);
        Assert.True(joined.Contains(expected, StringComparison.Ordinal) || (orExpected is not null && joined.Contains(orExpected, StringComparison.Ordinal)), joined);

        // Nothing of cloud-init's is lost: match, DHCP with its metric.
        Assert.All(alone.Split('\n'), line => Assert.Contains(line, joined.Split('\n')));
        Assert.Contains("PermanentMACAddress=0a:11:22:33:44:55", joined, StringComparison.Ordinal);
        Assert.Contains("RouteMetric=100", joined, StringComparison.Ordinal);

        await RemoveAsync(tree, address);
        Assert.Equal(alone, await GenerateAsync(tree));
    }

    [SkippableTheory]
    [InlineData(Systems.CloudInitNetplan, "/run/systemd/network/10-netplan-ens5.network", "DHCP=ipv4\nLinkLocalAddressing=ipv6\nAddress=10.2.0.2/32\n", "PermanentMACAddress=0a:11:22:33:44:55\n", "Address=10.2.0.1/32\nLabel=ens5:ovip\n", "RouteMetric=100\n")]
    [InlineData("network: {version: 2, renderer: NetworkManager, ethernets: {ens5: {dhcp4: true}}}", "/run/NetworkManager/system-connections/netplan-ens5.nmconnection", "[ipv4]\nmethod=auto\naddress1=10.2.0.2/32\n")]
    public async Task Netplan_keeps_what_the_other_file_says(string yaml, string generated, params string[] expected)
    {
        Need("/usr/sbin/netplan", "netplan.io");
        using var tree = new SystemTree();
        tree.File("/etc/netplan/50-cloud-init.yaml", yaml, isPrivate: true).File("/usr/lib/systemd/systemd", "").Folder("/etc/systemd/system/multi-user.target.wants");
        await DemandGenerateAsync(tree);
        var before = tree.Snapshot();

        await AddAsync(tree, "ens5", "10.2.0.1", "ens5:ovip");
        await AddAsync(tree, "ens5", "10.2.0.2", null);
        await AddAsync(tree, "ens5", "2001:db8::1", null);
        await DemandGenerateAsync(tree);
        Assert.All(expected, text => Assert.Contains(text, tree.Read(generated), StringComparison.Ordinal));

        foreach (var address in (string[])["10.2.0.1", "10.2.0.2", "2001:db8::1"])
            await RemoveAsync(tree, address);

        await DemandGenerateAsync(tree);
        Assert.Equal(before, tree.Snapshot());
    }

    // What netplan cannot read costs the machine its network: then the file must not stay.
    [SkippableFact]
    public async Task What_netplan_refuses_is_put_back()
    {
        Need("/usr/sbin/netplan", "netplan.io");
        using var tree = Systems.Make("Ubuntu").File("/etc/netplan/99-broken.yaml", "network:\n  version: 2\n  ethernets:\n    ens9: {addresses: [nonsense]}\n", isPrivate: true);
        var before = tree.Snapshot();
        var runner = new FakeProcessRunner().On("netplan generate", () => Runner.RunAsync(new("netplan", ["generate", "--root-dir", tree.Root]), default).GetAwaiter().GetResult());
        var running = tree.Running(runner);
        var plan = await running.PlanAddAsync(new() { Address = CidrBlock.Parse("10.2.0.1"), InterfaceName = "ens5" }, default);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => running.ApplyAsync(plan, SilentObserver.Instance, default));
        Assert.Equal("AddressStackRejected", error.ErrorId);
        Assert.Contains("nonsense", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, tree.Snapshot());
    }

    [SkippableTheory]
    [InlineData("ens5")]
    [InlineData("lo")]
    [InlineData("br-1.20")]
    [InlineData("eth0_a")]
    public async Task Systemd_accepts_the_unit_finds_its_device_and_has_it_enabled(string interfaceName)
    {
        Need("/usr/bin/systemd-analyze", "systemd");
        using var tree = Systems.Make("nothing", isImage: true);
        await AddAsync(tree, interfaceName, "10.2.0.1", null);
        var name = $"overlayip-{interfaceName.Replace('.', '-')}-10-2-0-1.service";
        var enabled = await Runner.RunAsync(new("systemctl", ["--root", tree.Root, "is-enabled", name]), default);
        Assert.Equal("enabled", enabled.Output.Trim());

        var verified = await Runner.RunAsync(new("systemd-analyze", ["verify", "--man=no", "--generators=no", tree.Full("/etc/systemd/system/" + name)]), default);
        Assert.DoesNotContain(name, verified.Error, StringComparison.Ordinal);
        Assert.Equal(0, verified.ExitCode);

        var device = await Runner.RunAsync(new("systemd-escape", ["--path", "--suffix=device", $"/sys/subsystem/net/devices/{interfaceName}"]), default);
        var unit = tree.Read("/etc/systemd/system/" + name)!;
        Assert.Equal(interfaceName != "lo", unit.Contains($"BindsTo={device.Output.Trim()}\n", StringComparison.Ordinal));
        Assert.Equal(interfaceName != "lo", unit.Contains("BindsTo=", StringComparison.Ordinal));
    }

    // The commands of the unit, run as systemd would: start twice, stop.
    [SkippableFact]
    public async Task The_commands_of_the_unit_add_and_remove_the_address()
    {
        await using var space = await NetworkNamespace.CreateAsync();
        using var tree = Systems.Make("nothing", isImage: true);
        await AddAsync(tree, "eth0", "10.2.0.1", "eth0:ovip");
        var lines = tree.Read("/etc/systemd/system/overlayip-eth0-10-2-0-1.service")!.Split('\n');
        string[] Command(string key) => lines.Single(line => line.StartsWith(key, StringComparison.Ordinal))[key.Length..].TrimStart('-').Split(' ');
        var (start, stop) = (Command("ExecStart="), Command("ExecStop="));
        var before = await space.AddressesAsync("eth0");
        await space.RunAsync("ip", start[1..]);
        await space.RunAsync("ip", start[1..]);
        Assert.Equal(["10.2.0.1/32 eth0:ovip"], (await space.AddressesAsync("eth0")).Except(before));
        await space.RunAsync("ip", stop[1..]);
        Assert.Equal(before, await space.AddressesAsync("eth0"));
    }

    // network-scripts source the alias file after the interface's own one; wicked's variables are the shell's as well
    // (ifcfg(5) of both). The variables that they read, as they come out.
    [SkippableTheory]
    [InlineData("Amazon Linux 2", "10.2.0.1", null, "/etc/sysconfig/network-scripts", "ifcfg-eth0 ifcfg-eth0:1", "DEVICE=eth0:1 IPADDR=10.2.0.1 PREFIX=32 ONPARENT=yes ARPCHECK=no NO_ALIASROUTING=yes HWADDR=0a:11:22:33:44:55")]
    [InlineData("RHEL 8", "10.2.0.1", "eth0:ovip", "/etc/sysconfig/network-scripts", "ifcfg-eth0:ovip", "DEVICE=eth0:ovip IPADDR=10.2.0.1 PREFIX=32 ONBOOT=yes")]
    [InlineData("SLES 15", "10.2.0.1", "eth0:ovip", "/etc/sysconfig/network", "ifcfg-eth0", "IPADDR_OVIP_10_2_0_1=10.2.0.1/32 LABEL_OVIP_10_2_0_1=eth0:ovip BOOTPROTO=dhcp IPADDR_0=172.31.0.77/20 LABEL_0=x")]
    [InlineData("SLES 15", "2001:db8::1", null, "/etc/sysconfig/network", "ifcfg-eth0", "IPADDR_OVIP_2001_db8__1=2001:db8::1/128 IPADDR_0=172.31.0.77/20")]
    public async Task A_shell_reads_the_variables(string system, string address, string? label, string directory, string files, string expected)
    {
        using var tree = Systems.Make(system, isImage: true);
        await AddAsync(tree, "eth0", address, label);
        var source = string.Join(" && ", files.Split(' ').Select(file => $". '{tree.Full($"{directory}/{file}")}'"));
        var read = await Runner.RunAsync(new("sh", ["-e", "-c", $"{source} && set"]), default);
        Assert.Equal("", read.Error);
        Assert.All(expected.Split(' '), variable => Assert.Contains(variable, read.Output.Replace("'", "", StringComparison.Ordinal).Split('\n')));
    }

    private static void Need(string program, string package) => Skip.IfNot(File.Exists(program), $"The package {package} is not installed.");

    private static async Task<string> GenerateAsync(SystemTree tree)
    {
        if (Directory.Exists(tree.Full("/run")))
            Directory.Delete(tree.Full("/run"), recursive: true);

        await DemandGenerateAsync(tree);
        return tree.Read("/run/systemd/network/10-netplan-ens5.network")!;
    }

    private static async Task DemandGenerateAsync(SystemTree tree)
    {
        var result = await Runner.RunAsync(new("netplan", ["generate", "--root-dir", tree.Root]), default);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.DoesNotContain("too open", result.Error, StringComparison.Ordinal);
    }

    private static async Task AddAsync(SystemTree tree, string interfaceName, string address, string? label)
    {
        var plan = await tree.Image().PlanAddAsync(new() { Address = CidrBlock.Parse(address), InterfaceName = interfaceName, Label = label }, default);
        await tree.Image().ApplyAsync(plan, SilentObserver.Instance, default);
    }

    private static async Task RemoveAsync(SystemTree tree, string address)
    {
        foreach (var plan in await tree.Image().PlanRemoveAsync(CidrBlock.Parse(address), null, default))
            await tree.Image().ApplyAsync(plan, SilentObserver.Instance, default);
    }
}
