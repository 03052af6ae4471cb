using System.Collections.Immutable;

namespace OverlayIp.Lab.Network;

/// <summary>What turns one network into another, in the order in which it is done.</summary>
internal sealed record NetworkChange
{
    /// <summary>Links that go, or that are made anew because something of them differs.</summary>
    public required ImmutableArray<EniLink> RemovedLinks { get; init; }

    /// <summary>Namespaces of instances that are down, or were restarted.</summary>
    public required ImmutableArray<NodeSpace> RemovedNodes { get; init; }

    public required ImmutableArray<RouterSpace> RemovedRouters { get; init; }

    public required ImmutableArray<RouterSpace> AddedRouters { get; init; }

    /// <summary>Instances that came up, by id.</summary>
    public required ImmutableArray<(string InstanceId, NodeSpace Space)> AddedNodes { get; init; }

    /// <summary>Instances whose processes are asked to end.</summary>
    public required ImmutableArray<NodeSpace> ShuttingDown { get; init; }

    public required ImmutableArray<EniLink> AddedLinks { get; init; }

    /// <summary>What is to be done within each router.</summary>
    public required ImmutableArray<RouterChange> Routers { get; init; }

    public static NetworkChange Between(DesiredNetwork applied, DesiredNetwork desired)
    {
        var removedLinks = applied.Links.Where(link => !IsSame(desired.Links, link)).Select(link => link.Value).ToImmutableArray();
        var addedLinks = desired.Links.Where(link => !IsSame(applied.Links, link)).Select(link => link.Value).ToImmutableArray();
        return new NetworkChange
        {
            RemovedLinks = removedLinks,
            RemovedNodes = [.. applied.Nodes.Where(node => !IsSameBoot(desired, node.Key, node.Value)).Select(node => node.Value)],
            RemovedRouters = [.. applied.Routers.Where(router => !desired.Routers.ContainsKey(router.Key)).Select(router => router.Value)],
            AddedRouters = [.. desired.Routers.Where(router => !applied.Routers.ContainsKey(router.Key)).Select(router => router.Value)],
            AddedNodes = [.. desired.Nodes.Where(node => !IsSameBoot(applied, node.Key, node.Value)).Select(node => (node.Key, node.Value))],
            ShuttingDown =
            [
                .. desired.Nodes
                    .Where(node => node.Value.IsShuttingDown && applied.Nodes.TryGetValue(node.Key, out var before) && !before.IsShuttingDown)
                    .Select(node => node.Value),
            ],
            AddedLinks = addedLinks,
            Routers =
            [
                .. desired.Routers
                    .Select(router => RouterChange.Between(
                        applied.Routers.GetValueOrDefault(router.Key) ?? new RouterSpace(router.Value.Namespace),
                        router.Value,
                        desired.Routers.ContainsKey,
                        removedLinks,
                        addedLinks.Where(link => link.VpcId == router.Key)))
                    .Where(change => !change.IsEmpty),
            ],
        };
    }

    private static bool IsSame(ImmutableSortedDictionary<string, EniLink> others, KeyValuePair<string, EniLink> link) =>
        others.TryGetValue(link.Key, out var other) && other == link.Value;

    private static bool IsSameBoot(DesiredNetwork other, string instanceId, NodeSpace space) =>
        other.Nodes.TryGetValue(instanceId, out var there) && there.Boot == space.Boot;
}

/// <summary>What is to be done within a router's namespace.</summary>
/// <param name="Namespace">Its name.</param>
/// <param name="Firewall">An nft(8) transaction, or nothing.</param>
/// <param name="Commands">Lines of an ip(8) batch.</param>
/// <param name="Commands6">Lines of an <c>ip -6</c> batch.</param>
/// <param name="AddedInterfaces">The router's ends of the links that are new.</param>
internal sealed record RouterChange(string Namespace, string Firewall, string Commands, string Commands6, ImmutableArray<string> AddedInterfaces)
{
    public bool IsEmpty => Firewall.Length == 0 && Commands.Length == 0 && Commands6.Length == 0;

    public static RouterChange Between(
        RouterSpace applied, RouterSpace desired, Func<string, bool> exists, IEnumerable<EniLink> removed, IEnumerable<EniLink> added)
    {
        var fresh = added.ToArray();
        var closed = applied.Links.Values.Where(link => !desired.Links.ContainsKey(link.Interface)).ToArray();
        // With an interface the kernel removes the routes that use it.
        var gone = removed.Select(link => link.Interface).Concat(closed.Select(link => link.Interface)).ToHashSet(StringComparer.Ordinal);
        var present = applied.Routes.Where(route => route.Value.Interface is null || !gone.Contains(route.Value.Interface)).ToImmutableSortedDictionary(StringComparer.Ordinal);
        IEnumerable<string> commands =
        [
            .. applied.Gateways.Except(desired.Gateways).Select(address => $"address delete {address} dev lo\n"),
            .. desired.Gateways.Except(applied.Gateways).Select(address => $"address add {address} dev lo\n"),
            // Where the other router is gone, the kernel has removed the pair with it.
            .. closed.Where(link => link.IsMaker && exists(link.PeerId)).Select(link => $"link delete {link.Interface}\n"),
            .. fresh.Select(link => link.RouterSetup),
            .. desired.Links.Values.Where(link => !applied.Links.ContainsKey(link.Interface)).Select(link => link.Setup),
            .. Rules(applied, desired),
            .. desired.Routes
                .Where(route => !present.TryGetValue(route.Key, out var before) || before != route.Value)
                .Select(route => $"route replace {Words(route.Key, route.Value)}\n"),
            .. present.Keys.Where(key => !desired.Routes.ContainsKey(key)).Select(key => $"route delete {key}\n"),
        ];
        return new RouterChange(
            desired.Namespace,
            desired.Firewall.ChangesFrom(applied.Firewall),
            string.Concat(commands),
            string.Concat(fresh.Select(link => link.RouterSetup6).Concat(Rules(applied, desired))),
            [.. fresh.Select(link => link.Interface)]);
    }

    // The new one first: in between, packets follow one of the two.
    private static IEnumerable<string> Rules(RouterSpace applied, RouterSpace desired) =>
    [
        .. desired.Rules.Except(applied.Rules).Select(rule => $"rule add {rule}\n"),
        .. applied.Rules.Except(desired.Rules).Select(rule => $"rule delete {rule}\n"),
    ];

    // The key is "destination table T"; the next hop stands between the two.
    private static string Words(string key, RouteEffect effect)
    {
        var table = key.IndexOf(" table ", StringComparison.Ordinal);
        return $"{effect.Type}{key[..table]}{effect.NextHop}{key[table..]}";
    }
}
