using System.Collections.Immutable;
using System.Globalization;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Network;

/// <summary>
/// A router. That of a VPC is the implicit one of EC2. The table <c>main</c> has an entry for each address of each interface; each subnet has a
/// table with its route table's routes, in which the VPC's own blocks are <c>throw</c>: look on in <c>main</c>
/// (ip-route(8)). The sending interface chooses the table (ip-rule(8), <c>iif</c>).
/// </summary>
/// <param name="Namespace">Its name, as ip-netns(8) has it.</param>
internal sealed record RouterSpace(string Namespace)
{
    public const string MainTable = "main";

    /// <summary>The subnets' router addresses.</summary>
    public ImmutableSortedSet<string> Gateways { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The ends of links to other routers, by interface.</summary>
    public ImmutableSortedDictionary<string, RouterLink> Links { get; init; } = ImmutableSortedDictionary.Create<string, RouterLink>(StringComparer.Ordinal);

    /// <summary>Which table is for what comes from a link to another router, as ip-rule(8) has it; of both families.</summary>
    public ImmutableSortedSet<string> Rules { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The routes: what is done with <c>destination table T</c>.</summary>
    public ImmutableSortedDictionary<string, RouteEffect> Routes { get; init; } = ImmutableSortedDictionary.Create<string, RouteEffect>(StringComparer.Ordinal);

    public Ruleset Firewall { get; init; } = Ruleset.Empty;

    public static RouterSpace Of(LabState state, NetworkNames names, VpcResource vpc, ImmutableSortedDictionary<string, EniLink> links)
    {
        var own = links.Values.Where(link => link.VpcId == vpc.Id).ToArray();
        var transits = TransitSpace.LinksOf(state, names, vpc.Id).ToArray();
        var peerings = state.VpcPeerings.Values.Where(peering => peering.Status == VpcPeeringStatus.Active && peering.Joins(vpc.Id)).ToArray();
        RouterLink[] outward =
        [
            .. transits,
            .. peerings.Select(peering => RouterLink.Of(names, NetworkNames.PeeringInterface(peering.Id), vpc.Id, peering.PeerOf(vpc.Id), null)),
        ];
        var byInterface = outward.ToImmutableSortedDictionary(link => link.Interface, link => link, StringComparer.Ordinal);
        var routes = ImmutableSortedDictionary.CreateBuilder<string, RouteEffect>(StringComparer.Ordinal);
        foreach (var link in own)
        {
            foreach (var address in link.Addresses.Split('\n'))
            {
                var isIpv6 = address.Contains(':', StringComparison.Ordinal);
                routes[Key(isIpv6 ? $"{address}/128" : $"{address}/32", MainTable)] = RouteEffect.Forward(link, isIpv6);
            }
        }

        // What no route matches is dropped without a word.
        AddDefaults(routes, MainTable);
        var subnets = own.Select(link => state.NetworkInterfaces[link.NetworkInterfaceId].SubnetId).Concat(transits.Select(link => link.SubnetId!));
        foreach (var subnet in subnets.Distinct(StringComparer.Ordinal))
        {
            AddSubnet(routes, state, TableOf(state, vpc.Id, subnet), state.Subnets[subnet], links, byInterface);
        }

        foreach (var peering in peerings)
        {
            AddPeering(routes, vpc, NetworkNames.PeeringTable(peering.Id).ToString(CultureInfo.InvariantCulture));
        }

        return new RouterSpace(names.RouterNamespace(vpc.Id))
        {
            Gateways = state.Subnets.Values.Where(subnet => subnet.VpcId == vpc.Id)
                .Select(subnet => $"{subnet.Cidr.AddressAt(1)}/32")
                .ToImmutableSortedSet(StringComparer.Ordinal),
            Links = byInterface,
            Rules =
            [
                .. transits.Select(link => Rule(link.Interface, NetworkNames.Table(link.SubnetId!))),
                .. peerings.Select(peering => Rule(NetworkNames.PeeringInterface(peering.Id), NetworkNames.PeeringTable(peering.Id))),
            ],
            Routes = routes.ToImmutable(),
            Firewall = FirewallRules.Of(state, vpc.Id, own, outward),
        };
    }

    /// <summary>The rule that looks up in a table what comes from an interface.</summary>
    public static string Rule(string interfaceName, uint table) => string.Create(CultureInfo.InvariantCulture, $"iif {interfaceName} lookup {table} pref 100");

    /// <summary>What is done with packets that no route of a table matches: they are dropped.</summary>
    public static void AddDefaults(ImmutableSortedDictionary<string, RouteEffect>.Builder routes, string table)
    {
        routes[Key("0.0.0.0/0", table)] = RouteEffect.Blackhole;
        routes[Key("::/0", table)] = RouteEffect.Blackhole;
    }

    public static string Key(string destination, string table) => $"{destination} table {table}";

    private static RouteTableResource TableOf(LabState state, string vpcId, string subnetId) =>
        state.RouteTables.Values.FirstOrDefault(table => table.Associations.Any(association => association.SubnetId == subnetId))
        ?? state.MainRouteTable(vpcId);

    private static void AddSubnet(
        ImmutableSortedDictionary<string, RouteEffect>.Builder routes,
        LabState state,
        RouteTableResource table,
        SubnetResource subnet,
        ImmutableSortedDictionary<string, EniLink> links,
        ImmutableSortedDictionary<string, RouterLink> outward)
    {
        var number = NetworkNames.Table(subnet.Id).ToString(CultureInfo.InvariantCulture);
        AddDefaults(routes, number);
        // Prefix lists first: where a block is in both, a route of its own has precedence.
        foreach (var route in table.Routes.OrderByDescending(route => route.IsPrefixList))
        {
            foreach (var block in Blocks(state, route))
            {
                routes[Key(block.ToString(), number)] = EffectOf(state, subnet, route, block, links, outward);
            }
        }
    }

    // A peering connection brings packets for addresses of the VPC and for no others, whatever its tables say.
    private static void AddPeering(ImmutableSortedDictionary<string, RouteEffect>.Builder routes, VpcResource vpc, string number)
    {
        AddDefaults(routes, number);
        foreach (var cidr in vpc.Cidrs)
        {
            routes[Key(cidr.Block.ToString(), number)] = RouteEffect.Local;
        }
    }

    private static IEnumerable<CidrBlock> Blocks(LabState state, RouteEntry route) => route.IsPrefixList
        ? state.PrefixLists.TryGetValue(route.Destination, out var list) ? list.Entries.Select(entry => entry.Block) : []
        : [CidrBlock.Parse(route.Destination)];

    private static RouteEffect EffectOf(
        LabState state,
        SubnetResource subnet,
        RouteEntry route,
        CidrBlock block,
        ImmutableSortedDictionary<string, EniLink> links,
        ImmutableSortedDictionary<string, RouterLink> outward)
    {
        if (route.IsLocal)
        {
            return RouteEffect.Local;
        }

        if (!state.IsActive(subnet.VpcId, route))
        {
            return RouteEffect.Blackhole;
        }

        if (route.NetworkInterfaceId is { } eni)
        {
            return links.TryGetValue(eni, out var link) ? RouteEffect.Forward(link, block.IsIpv6()) : RouteEffect.Blackhole;
        }

        // Behind an internet gateway there is nothing.
        var exit = route.GatewayId switch
        {
            ['t', 'g', 'w', ..] => TransitSpace.InterfaceFrom(state, subnet.VpcId, route.GatewayId, subnet.Zone, block.IsIpv6()),
            ['p', 'c', 'x', ..] => NetworkNames.PeeringInterface(route.GatewayId),
            _ => null,
        };
        return exit is null ? RouteEffect.Blackhole : RouteEffect.Forward(outward[exit], block.IsIpv6());
    }
}

/// <summary>What a route does.</summary>
/// <param name="Type">The type before the destination in ip-route(8), with its blank; empty for a route that sends on.</param>
/// <param name="NextHop">Where it sends to; empty for the others.</param>
/// <param name="Interface">The router's interface that it sends by, or null.</param>
internal sealed record RouteEffect(string Type, string NextHop, string? Interface)
{
    public static readonly RouteEffect Blackhole = new("blackhole ", "", null);

    /// <summary>The VPC itself: its interfaces are in the table <c>main</c>.</summary>
    public static readonly RouteEffect Local = new("throw ", "", null);

    public static RouteEffect Forward(EniLink link, bool isIpv6) => new("", " " + link.NextHop(isIpv6), link.Interface);

    public static RouteEffect Forward(RouterLink link, bool isIpv6) => new("", " " + link.NextHop(isIpv6), link.Interface);
}
