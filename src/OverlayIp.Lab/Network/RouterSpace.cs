using System.Collections.Immutable;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Network;

/// <summary>
/// The implicit router of a VPC. The table <c>main</c> has an entry for each address of each interface; each subnet has a
/// table with its route table's routes, in which the VPC's own blocks are <c>throw</c>: look on in <c>main</c>
/// (ip-route(8)). The sending interface chooses the table (ip-rule(8), <c>iif</c>).
/// </summary>
/// <param name="Namespace">Its name, as ip-netns(8) has it.</param>
internal sealed record RouterSpace(string Namespace)
{
    private const string MainTable = "main";

    /// <summary>The subnets' router addresses.</summary>
    public ImmutableSortedSet<string> Gateways { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The routes: what is done with <c>destination table T</c>.</summary>
    public ImmutableSortedDictionary<string, RouteEffect> Routes { get; init; } = ImmutableSortedDictionary.Create<string, RouteEffect>(StringComparer.Ordinal);

    public Ruleset Firewall { get; init; } = Ruleset.Empty;

    public static RouterSpace Of(LabState state, NetworkNames names, VpcResource vpc, ImmutableSortedDictionary<string, EniLink> links)
    {
        var own = links.Values.Where(link => link.VpcId == vpc.Id).ToArray();
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
        foreach (var subnet in own.Select(link => state.NetworkInterfaces[link.NetworkInterfaceId].SubnetId).Distinct(StringComparer.Ordinal))
        {
            AddSubnet(routes, state, TableOf(state, vpc.Id, subnet), NetworkNames.Table(subnet).ToString(System.Globalization.CultureInfo.InvariantCulture), links);
        }

        return new RouterSpace(names.RouterNamespace(vpc.Id))
        {
            Gateways = state.Subnets.Values.Where(subnet => subnet.VpcId == vpc.Id)
                .Select(subnet => $"{subnet.Cidr.AddressAt(1)}/32")
                .ToImmutableSortedSet(StringComparer.Ordinal),
            Routes = routes.ToImmutable(),
            Firewall = FirewallRules.Of(state, vpc.Id, own),
        };
    }

    private static RouteTableResource TableOf(LabState state, string vpcId, string subnetId) =>
        state.RouteTables.Values.FirstOrDefault(table => table.Associations.Any(association => association.SubnetId == subnetId))
        ?? state.MainRouteTable(vpcId);

    private static void AddSubnet(
        ImmutableSortedDictionary<string, RouteEffect>.Builder routes,
        LabState state,
        RouteTableResource table,
        string number,
        ImmutableSortedDictionary<string, EniLink> links)
    {
        AddDefaults(routes, number);
        // Prefix lists first: where a block is in both, a route of its own has precedence.
        foreach (var route in table.Routes.OrderByDescending(route => route.IsPrefixList))
        {
            foreach (var block in Blocks(state, route))
            {
                routes[Key(block.ToString(), number)] = EffectOf(state, table.VpcId, route, block, links);
            }
        }
    }

    private static IEnumerable<CidrBlock> Blocks(LabState state, RouteEntry route) => route.IsPrefixList
        ? state.PrefixLists.TryGetValue(route.Destination, out var list) ? list.Entries.Select(entry => entry.Block) : []
        : [CidrBlock.Parse(route.Destination)];

    private static RouteEffect EffectOf(LabState state, string vpcId, RouteEntry route, CidrBlock block, ImmutableSortedDictionary<string, EniLink> links)
    {
        if (route.IsLocal)
        {
            return RouteEffect.Local;
        }

        return route.NetworkInterfaceId is { } eni && state.IsActive(vpcId, route) && links.TryGetValue(eni, out var link)
            ? RouteEffect.Forward(link, block.IsIpv6())
            : RouteEffect.Blackhole;
    }

    private static void AddDefaults(ImmutableSortedDictionary<string, RouteEffect>.Builder routes, string table)
    {
        routes[Key("0.0.0.0/0", table)] = RouteEffect.Blackhole;
        routes[Key("::/0", table)] = RouteEffect.Blackhole;
    }

    private static string Key(string destination, string table) => $"{destination} table {table}";
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
}
