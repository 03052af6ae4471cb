using System.Collections.Immutable;
using System.Globalization;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Network;

/// <summary>
/// A network interface of a running instance: a veth pair between its namespace and the router's. The commands are those of
/// ip(8) in batch form; those of routing policy are apart where they concern IPv6, since a batch has one family.
/// </summary>
internal sealed record EniLink
{
    // One address on every pair: each is a network of its own, and the node sees one router however often it is rebuilt.
    private const string RouterMac = "0e:00:00:00:00:01";

    /// <summary>The router and the instance on each pair, as IPv6's link-local neighbours.</summary>
    private const string RouterLinkLocal = "fe80::1";
    private const string NodeLinkLocal = "fe80::2";

    // What amazon-ec2-net-utils numbers the tables of further interfaces from.
    private const int FirstPolicyTable = 10000;

    /// <summary>EC2's jumbo frames within a VPC.</summary>
    public const int Mtu = 9001;

    private EniLink()
    {
    }

    public required string NetworkInterfaceId { get; init; }

    public required string VpcId { get; init; }

    public required string InstanceId { get; init; }

    public required string NodeNamespace { get; init; }

    /// <summary>The name of the router's end.</summary>
    public required string Interface { get; init; }

    /// <summary>The name of the instance's end: <c>eth0</c>, <c>eth1</c>…</summary>
    public required string Device { get; init; }

    public required string PrivateIp { get; init; }

    /// <summary>All addresses, one to a line: a string, so that records compare by value.</summary>
    public required string Addresses { get; init; }

    /// <summary>The boot that the link belongs to: a restarted instance has new ones.</summary>
    public required DateTimeOffset Boot { get; init; }

    public required string RouterSetup { get; init; }

    public required string RouterSetup6 { get; init; }

    public required string RouterTeardown { get; init; }

    public required string RouterTeardown6 { get; init; }

    public required string NodeSetup { get; init; }

    public required string NodeSetup6 { get; init; }

    public required string NodeTeardown { get; init; }

    public required string NodeTeardown6 { get; init; }

    public static EniLink Of(NetworkNames names, SubnetResource subnet, NetworkInterfaceResource eni, InstanceResource instance)
    {
        var index = eni.Attachment!.DeviceIndex;
        var (device, routerEnd, table) = ($"eth{index}", NetworkNames.RouterInterface(eni.Id), NetworkNames.Table(subnet.Id));
        var space = names.NodeNamespace(instance.Id);
        var policyTable = FirstPolicyTable + index;
        return new EniLink
        {
            NetworkInterfaceId = eni.Id,
            VpcId = eni.VpcId,
            InstanceId = instance.Id,
            NodeNamespace = space,
            Interface = routerEnd,
            Device = device,
            PrivateIp = eni.PrivateIp,
            Addresses = string.Join('\n', eni.SecondaryIps.Prepend(eni.PrivateIp).Concat(eni.Ipv6Addresses)),
            Boot = instance.LaunchTime,
            RouterSetup = Lines(
                $"link add {routerEnd} address {RouterMac} mtu {Mtu} type veth peer name {device} address {eni.MacAddress} mtu {Mtu} netns {space}",
                $"address add {RouterLinkLocal}/64 dev {routerEnd} nodad",
                // Whoever asks for a neighbour is answered at once, and not after a random part of 0.8 s. Other namespaces than the
                // first have no default for it.
                $"ntable change name arp_cache dev {routerEnd} proxy_delay 0",
                $"link set {routerEnd} up",
                // The router never asks who has an address: whatever the instance announces, its own MAC is where packets go.
                $"neigh replace {eni.PrivateIp} lladdr {eni.MacAddress} nud permanent dev {routerEnd}",
                $"neigh replace {NodeLinkLocal} lladdr {eni.MacAddress} nud permanent dev {routerEnd}",
                $"rule add iif {routerEnd} lookup {table} pref 100"),
            RouterSetup6 = Lines($"rule add iif {routerEnd} lookup {table} pref 100"),
            RouterTeardown = Lines($"rule delete iif {routerEnd} lookup {table} pref 100", $"link delete {routerEnd}"),
            RouterTeardown6 = Lines($"rule delete iif {routerEnd} lookup {table} pref 100"),
            NodeSetup = Lines([.. NodeAddresses(subnet, eni, device), .. NodeRoutes(subnet, eni, device, index, policyTable)]),
            NodeSetup6 = index == 0 ? "" : Lines(eni.Ipv6Addresses.Select(address => $"rule add from {address} lookup {policyTable} pref {policyTable}")),
            NodeTeardown = index == 0 ? "" : Lines(Ipv4(eni).Select(address => $"rule delete from {address} lookup {policyTable} pref {policyTable}")),
            NodeTeardown6 = index == 0 ? "" : Lines(eni.Ipv6Addresses.Select(address => $"rule delete from {address} lookup {policyTable} pref {policyTable}")),
        };
    }

    /// <summary>How packets for this interface are sent on: to its one neighbour, whatever their destination.</summary>
    public string NextHop(bool isIpv6) => isIpv6 ? $"via {NodeLinkLocal} dev {Interface}" : $"via {PrivateIp} dev {Interface} onlink";

    private static IEnumerable<string> NodeAddresses(SubnetResource subnet, NetworkInterfaceResource eni, string device) =>
    [
        $"link set {device} up",
        .. Ipv4(eni).Select(address => $"address add {address}/{subnet.Cidr.PrefixLength} broadcast + dev {device}"),
        .. eni.Ipv6Addresses.Select(address => $"address add {address}/128 dev {device} nodad"),
    ];

    // Further interfaces get what ec2-net-utils sets up: packets from their addresses leave by them, or the
    // source/destination check would drop the answers.
    private static IEnumerable<string> NodeRoutes(SubnetResource subnet, NetworkInterfaceResource eni, string device, int index, int policyTable)
    {
        var gateway = subnet.Cidr.AddressAt(1);
        var metric = index == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" metric {policyTable}");
        yield return $"route add default via {gateway} dev {device} onlink{metric}";
        if (index > 0)
        {
            yield return $"route add {subnet.Cidr} dev {device} table {policyTable}";
            yield return $"route add default via {gateway} dev {device} onlink table {policyTable}";
            foreach (var address in Ipv4(eni))
            {
                yield return $"rule add from {address} lookup {policyTable} pref {policyTable}";
            }
        }

        if (!eni.Ipv6Addresses.IsEmpty)
        {
            yield return $"route add ::/0 via {RouterLinkLocal} dev {device}{metric}";
            if (index > 0)
            {
                yield return $"route add ::/0 via {RouterLinkLocal} dev {device} table {policyTable}";
            }
        }
    }

    private static ImmutableArray<string> Ipv4(NetworkInterfaceResource eni) => eni.SecondaryIps.Insert(0, eni.PrivateIp);

    private static string Lines(params IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));
}
