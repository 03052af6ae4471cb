namespace OverlayIp.Engine.Tests.Addressing;

/// <summary>
/// What iproute2 6.1 wrote on a Linux 6 machine. Captures of several states are joined, and members that nothing reads
/// are left out of the shorter ones; the namespace tests read the real thing.
/// </summary>
internal static class IpCaptures
{
    /// <summary>lo with an overlay address, eth0 with a main and two overlay addresses, an empty eth1.</summary>
    public const string Addresses = """
        [{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"mtu":65536,"qdisc":"noqueue","operstate":"UNKNOWN","group":"default","txqlen":1000,"link_type":"loopback","address":"00:00:00:00:00:00","broadcast":"00:00:00:00:00:00","addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8,"scope":"host","label":"lo","valid_life_time":4294967295,"preferred_life_time":4294967295},{"family":"inet","local":"10.2.0.2","prefixlen":32,"scope":"global","label":"lo","valid_life_time":4294967295,"preferred_life_time":4294967295},{"family":"inet6","local":"::1","prefixlen":128,"scope":"host","valid_life_time":4294967295,"preferred_life_time":4294967295}]},
        {"ifindex":3,"link":"peer0","ifname":"eth0","flags":["BROADCAST","MULTICAST","UP","LOWER_UP"],"mtu":1500,"qdisc":"noqueue","operstate":"UP","group":"default","txqlen":1000,"link_type":"ether","address":"fe:5b:fd:7d:95:27","broadcast":"ff:ff:ff:ff:ff:ff","altnames":["enp0s5"],"addr_info":[{"family":"inet","local":"172.31.0.10","prefixlen":20,"scope":"global","label":"eth0","valid_life_time":4294967295,"preferred_life_time":4294967295},{"family":"inet","local":"10.2.0.1","prefixlen":32,"scope":"global","label":"eth0:ovip","valid_life_time":4294967295,"preferred_life_time":4294967295},{"family":"inet6","local":"fd00::10","prefixlen":64,"scope":"global","nodad":true,"valid_life_time":4294967295,"preferred_life_time":4294967295},{"family":"inet6","local":"2001:db8::1","prefixlen":128,"scope":"global","nodad":true,"deprecated":true,"valid_life_time":4294967295,"preferred_life_time":0},{"family":"inet6","local":"fe80::fc5b:fdff:fe7d:9527","prefixlen":64,"scope":"link","tentative":true,"valid_life_time":4294967295,"preferred_life_time":4294967295}]},
        {"ifindex":5,"link":"peer1","ifname":"eth1","flags":["NO-CARRIER","BROADCAST","MULTICAST","UP","M-DOWN"],"mtu":1500,"qdisc":"noqueue","operstate":"LOWERLAYERDOWN","group":"default","txqlen":1000,"link_type":"ether","address":"32:38:b0:93:91:44","broadcast":"ff:ff:ff:ff:ff:ff","addr_info":[]}]
        """;

    /// <summary>As it was shown before any overlay address was added.</summary>
    public const string Bare = """
        [{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"mtu":65536,"addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8,"scope":"host","label":"lo"},{"family":"inet6","local":"::1","prefixlen":128,"scope":"host"}]},
        {"ifindex":3,"ifname":"eth0","flags":["BROADCAST","MULTICAST","UP","LOWER_UP"],"mtu":1500,"addr_info":[{"family":"inet","local":"172.31.0.10","prefixlen":20,"scope":"global","label":"eth0"},{"family":"inet6","local":"fe80::fc5b:fdff:fe7d:9527","prefixlen":64,"scope":"link"}]},
        {"ifindex":5,"ifname":"eth1","flags":["BROADCAST","MULTICAST","UP"],"mtu":1500,"addr_info":[]}]
        """;

    public const string DefaultRoute4 = """[{"dst":"default","gateway":"172.31.0.1","dev":"eth0","flags":[]}]""";

    public const string DefaultRoute6 = """[{"dst":"default","gateway":"fd00::1","dev":"eth0","metric":1024,"flags":[],"pref":"medium"}]""";

    public const string DefaultRouteMultipath = """[{"dst":"default","flags":[],"nexthops":[{"gateway":"172.31.0.1","dev":"eth1","weight":1,"flags":[]},{"gateway":"172.31.0.2","dev":"eth0","weight":1,"flags":[]}]}]""";

    public const string DefaultRoutesWithBlackhole = """[{"type":"blackhole","dst":"default","metric":5,"flags":[]},{"dst":"default","gateway":"172.31.0.9","dev":"eth1","protocol":"dhcp","metric":1024,"flags":[]},{"dst":"default","gateway":"172.31.0.1","dev":"eth0","protocol":"dhcp","prefsrc":"172.31.0.10","metric":512,"flags":[]}]""";

    /// <summary>A left-over on lo beside the kernel's own route for an address of eth0, and one with a metric.</summary>
    public const string LocalRoutes = """[{"type":"local","dst":"10.2.0.1","dev":"lo","scope":"host","flags":[]},{"type":"local","dst":"10.2.0.1","dev":"eth0","protocol":"kernel","scope":"host","prefsrc":"10.2.0.1","flags":[]},{"type":"local","dst":"10.2.0.1","dev":"eth1","protocol":"static","scope":"host","prefsrc":"10.2.0.1","metric":50,"flags":[]}]""";

    public const string LocalRouteOfAddress = """[{"type":"local","dst":"10.2.0.1","dev":"eth0","protocol":"kernel","scope":"host","prefsrc":"10.2.0.1","flags":[]}]""";

    public const string ShowAddresses = "ip -json address show";

    public const string ShowDefault4 = "ip -json -4 route show default";

    public const string ShowDefault6 = "ip -json -6 route show default";

    public static string ShowLocal(string destination) =>
        $"ip -json {(destination.Contains(':', StringComparison.Ordinal) ? "-6" : "-4")} route show table local exact {destination}";
}
