namespace OverlayIp;

/// <summary>What configures a network interface at boot, and so decides how an address is made permanent.</summary>
public enum OverlayAddressStack
{
    /// <summary>NetworkManager with a keyfile profile: an <c>addressN</c> line in the profile, marked in its <c>[user]</c> section; nm-settings-keyfile(5).</summary>
    NetworkManager,

    /// <summary>systemd-networkd: a drop-in beside the interface's <c>.network</c> file; systemd.network(5).</summary>
    SystemdNetworkd,

    /// <summary>netplan: a YAML file of its own that is merged with the interface's definition; netplan(5).</summary>
    Netplan,

    /// <summary>ifupdown or ifupdown2: a file in <c>/etc/network/interfaces.d</c>; interfaces(5).</summary>
    Ifupdown,

    /// <summary>Red Hat's <c>ifcfg</c> files, read by network-scripts or by NetworkManager: an alias file such as <c>ifcfg-eth0:1</c>.</summary>
    IfcfgRhel,

    /// <summary>SUSE's wicked: variables with a suffix of their own in the interface's <c>ifcfg</c> file; ifcfg(5).</summary>
    Wicked,

    /// <summary>Amazon Linux 2023: systemd-networkd with amazon-ec2-net-utils, which makes the <c>.network</c> files anew at every boot.</summary>
    AmazonLinux,

    /// <summary>A systemd unit that adds the address once the network is up; systemd.service(5).</summary>
    SystemdUnit,

    /// <summary>The persistent store of Windows.</summary>
    Windows,
}
