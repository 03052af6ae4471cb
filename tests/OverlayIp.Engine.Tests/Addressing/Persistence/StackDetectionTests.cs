using OverlayIp.Engine.Addressing;

namespace OverlayIp.Engine.Tests.Addressing.Persistence;

public class StackDetectionTests
{
    [SkippableTheory]
    [InlineData("Ubuntu", "ens5", OverlayAddressStack.Netplan)]
    [InlineData("Ubuntu with NetworkManager", "ens5", OverlayAddressStack.Netplan)]
    [InlineData("RHEL 10", "ens5", OverlayAddressStack.NetworkManager)]
    [InlineData("RHEL 8", "eth0", OverlayAddressStack.IfcfgRhel)]
    [InlineData("Amazon Linux 2", "eth0", OverlayAddressStack.IfcfgRhel)]
    [InlineData("Amazon Linux 2023", "ens5", OverlayAddressStack.AmazonLinux)]
    [InlineData("networkd", "ens5", OverlayAddressStack.SystemdNetworkd)]
    [InlineData("SLES 15", "eth0", OverlayAddressStack.Wicked)]
    [InlineData("Debian 11", "ens5", OverlayAddressStack.Ifupdown)]
    [InlineData("Debian 11", "lo", OverlayAddressStack.Ifupdown)]
    [InlineData("Debian 11 cloud", "ens5", OverlayAddressStack.Ifupdown)]
    [InlineData("Ubuntu", "lo", OverlayAddressStack.SystemdUnit)]
    [InlineData("Amazon Linux 2023", "lo", OverlayAddressStack.SystemdUnit)]
    [InlineData("RHEL 10", "lo", OverlayAddressStack.SystemdUnit)]
    [InlineData("nothing", "ens5", OverlayAddressStack.SystemdUnit)]
    public void The_stack_that_manages_an_interface_is_found(string system, string interfaceName, OverlayAddressStack expected)
    {
        using var running = Systems.Make(system);
        Assert.Equal(expected, running.Running().Detect(interfaceName));
    }

    [SkippableTheory]
    [InlineData("Ubuntu", "ens5", OverlayAddressStack.Netplan)]
    [InlineData("Ubuntu with NetworkManager", "ens5", OverlayAddressStack.Netplan)]
    [InlineData("RHEL 10", "ens5", OverlayAddressStack.NetworkManager)]
    [InlineData("RHEL 8", "eth0", OverlayAddressStack.IfcfgRhel)]
    [InlineData("Amazon Linux 2", "eth0", OverlayAddressStack.IfcfgRhel)]
    [InlineData("Amazon Linux 2023", "ens5", OverlayAddressStack.AmazonLinux)]
    [InlineData("networkd", "ens5", OverlayAddressStack.SystemdNetworkd)]
    [InlineData("SLES 15", "eth0", OverlayAddressStack.Wicked)]
    [InlineData("Debian 11", "ens5", OverlayAddressStack.Ifupdown)]
    [InlineData("nothing", "ens5", OverlayAddressStack.SystemdUnit)]
    [InlineData("Debian 11 cloud", "ens5", OverlayAddressStack.SystemdUnit)]
    public void So_it_is_in_an_image_by_its_files_alone(string system, string interfaceName, OverlayAddressStack expected)
    {
        using var image = Systems.Make(system, isImage: true);
        Assert.Equal(expected, image.Image().Detect(interfaceName));
    }

    // Cloud images have several stacks installed, and configuration for more than the one that runs.
    [SkippableFact]
    public void The_daemon_that_has_the_interface_wins_over_configuration_for_another()
    {
        using var tree = Systems.Make("RHEL 10");
        tree.File("/etc/network/interfaces", Systems.Interfaces).File("/etc/sysconfig/network/ifcfg-ens5", "BOOTPROTO='dhcp'\n").Runs("wickedd")
            .File("/etc/systemd/network/20-wired.network", "[Match]\nName=ens5\n").File("/etc/netplan/50.yaml", Systems.CloudInitNetplan);
        Assert.Equal(OverlayAddressStack.NetworkManager, tree.Running().Detect("ens5"));
    }

    [SkippableFact]
    public void State_of_a_NetworkManager_that_was_stopped_counts_for_nothing()
    {
        using var tree = Systems.Make("Debian 11");
        tree.File("/run/NetworkManager/devices/2", "[device]\nmanaged=true\nconnection-uuid=1dd9a779-d327-56e1-8454-c65e2556c12c\n");
        Assert.Equal(OverlayAddressStack.Ifupdown, tree.Running().Detect("ens5"));
        tree.Runs("NetworkManager");
        Assert.Equal(OverlayAddressStack.SystemdUnit, tree.Running().Detect("ens5"));
    }

    [SkippableTheory]
    [InlineData("ADMIN_STATE=unmanaged\nNETWORK_FILE=/etc/systemd/network/20-wired.network\n")]
    [InlineData("ADMIN_STATE=pending\n")]
    [InlineData("")]
    public void An_interface_that_networkd_leaves_alone_is_not_its_own(string state)
    {
        using var tree = Systems.Make("networkd");
        tree.File("/run/systemd/netif/links/2", state);
        Assert.Equal(OverlayAddressStack.SystemdUnit, tree.Running().Detect("ens5"));
    }

    // A profile in /run is somebody's product and is made again; one that NetworkManager has only in memory has no file.
    [SkippableTheory]
    [InlineData("/run/NetworkManager/system-connections/Wired connection 1.nmconnection")]
    [InlineData("/usr/lib/NetworkManager/system-connections/default.nmconnection")]
    public void A_profile_that_is_not_in_etc_cannot_hold_an_address(string path)
    {
        using var tree = Systems.Make("nothing");
        Systems.NetworkManager(tree, 2, "1dd9a779-d327-56e1-8454-c65e2556c12c").File(path, Systems.Keyfile);
        Assert.Equal(OverlayAddressStack.SystemdUnit, tree.Running().Detect("ens5"));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_any_stack_and_without_systemd_there_is_none(bool isImage)
    {
        using var tree = new SystemTree();
        tree.File("/etc/os-release", "ID=alpine\n").Interface("eth0", 2);
        Assert.Null((isImage ? tree.Image() : tree.Running()).Detect("eth0"));
    }

    [SkippableTheory]
    [InlineData("network:\n  ethernets:\n    nic0:\n      match: {macaddress: '0a:11:22:33:44:55'}\n      set-name: eth7\n")]
    [InlineData("network:\n  ethernets:\n    nic0:\n      match:\n        name: eth7\n      addresses:\n      - 172.31.0.10/20\n      - \"172.31.0.11/20\": {label: \"eth7:a\"}\n")]
    [InlineData("network: {version: 2, ethernets: {eth7: {addresses: [172.31.0.10/20, '2001:db8::5/64'], dhcp4: no}}}")]
    [InlineData("---\n# a comment: with a colon\nnetwork:\n  version: 2\n  bonds:\n    other: {}\n    \"eth7\": # quoted\n      interfaces:\n        - a\n        - b\n      routes:\n        - to: default\n          via: 172.31.0.1\n")]
    public void Netplan_files_are_read_in_every_form_people_write_them(string yaml)
    {
        using var tree = Systems.Make("nothing", isImage: true);
        tree.File("/etc/netplan/01.yaml", yaml);
        Assert.Equal(OverlayAddressStack.Netplan, tree.Image().Detect("eth7"));
        Assert.Equal(OverlayAddressStack.SystemdUnit, tree.Image().Detect("eth8"));
    }

    [SkippableTheory]
    [InlineData("- not\n- a mapping\n")]
    [InlineData("network\n")]
    [InlineData("network: [unclosed\n")]
    [InlineData("network: {ethernets: {eth7: {")]
    [InlineData("\"unclosed: 1\n")]
    [InlineData("network:\n\tethernets:\n\t\teth7: {}\n")]
    public void Malformed_netplan_files_define_nothing_else(string yaml)
    {
        using var tree = Systems.Make("nothing", isImage: true);
        tree.File("/etc/netplan/01.yaml", yaml);
        Assert.Equal(OverlayAddressStack.SystemdUnit, tree.Image().Detect("eth8"));
    }

    // A file of /proc that stands for a process which has ended is opened and cannot be read. Mounted elsewhere, it stays like that.
    [SkippableFact]
    public async Task A_process_that_ends_while_it_is_looked_at_is_passed_over()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting needs root on Linux.");
        using var tree = Systems.Make("RHEL 10").File("/proc/1/comm", "");
        const string script = """
            sleep 60 &
            mount --bind /proc/$!/comm "$1/proc/1/comm" || exit 77
            { kill -9 $!; wait $!; } 2>/dev/null
            cat "$1/proc/1/comm" 2>&1 | grep -q 'No such process' || exit 77
            exec dotnet exec "$2" find "$1"
            """;
        var found = await new ProcessRunner { Timeout = TimeSpan.FromMinutes(3) }
            .RunAsync(new("unshare", ["--mount", "sh", "-c", script, "sh", tree.Root, typeof(CrashingProgram).Assembly.Location]), default);
        Skip.If(found.ExitCode == 77 || found.Error.StartsWith("unshare", StringComparison.Ordinal), $"This machine does not allow mounts: {found.Error.Trim()}");
        Assert.Equal((0, ""), (found.ExitCode, found.Error));
        Assert.Contains("2001:db8:1::5/128 ens5 NetworkManager\n", found.Output, StringComparison.Ordinal);
    }
}
