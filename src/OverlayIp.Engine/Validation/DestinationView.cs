using System.Net.Sockets;
using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation;

/// <summary>The facts as they look from one destination: its tables, its routes, its nodes and its clients.</summary>
internal sealed class DestinationView
{
    private readonly Lazy<IReadOnlyList<OverlayNode>> _nodes;
    private readonly Lazy<IReadOnlyList<UsedTable>> _used;

    public DestinationView(VpcFacts facts, RouteDestination destination, ValidationRequest request)
    {
        Facts = facts;
        Destination = destination;
        Request = request;
        _used = new(FindUsedTables);
        _nodes = new(FindNodes);
    }

    public VpcFacts Facts { get; }

    public RouteDestination Destination { get; }

    public ValidationRequest Request { get; }

    public RemedyCommands Remedies => Request.Remedies;

    /// <summary>The destination as one types it: an address without its prefix length.</summary>
    public string Typed => Destination.Cidr is { IsSingleAddress: true } single ? single.Address.ToString() : Destination.ToString();

    /// <summary>The addresses: one block, or those of the prefix list.</summary>
    public IReadOnlyList<CidrBlock> Blocks => BlocksOf(Destination);

    public AddressFamily Family => Blocks.Count > 0 ? Blocks[0].AddressFamily : AddressFamily.InterNetwork;

    public IEnumerable<CidrBlock> VpcBlocks => Facts.Tables.Items.SelectMany(t => t.VpcBlocks).Distinct();

    /// <summary>The tables that must have the route.</summary>
    public IReadOnlyList<UsedTable> Used => _used.Value;

    /// <summary>The tables that are switched together: those that must have the route, and those that have it all the same.</summary>
    public IEnumerable<UsedTable> Set => Used.Concat(
        Request.RouteTableIds.Count > 0
            ? []
            : Facts.Tables.Items.Where(t => Used.All(u => u.Table.Id != t.Id) && RouteIn(t) is not null).Select(t => new UsedTable(t, [], IsIdle: true)));

    /// <summary>The targets first, then the candidates.</summary>
    public IReadOnlyList<OverlayNode> Nodes => _nodes.Value;

    /// <summary>The nodes whose network interfaces lie in the VPC: security groups and ACLs of others are of another world.</summary>
    public IEnumerable<OverlayNode> NodesInVpc => Nodes.Where(n => n.Interface?.VpcId == Facts.VpcId);

    /// <summary>True when the VPC's own blocks take packets for the destination, so that no route of it counts.</summary>
    public bool IsInsideVpc => Blocks.Any(wanted => VpcBlocks.Any(block => block.Contains(wanted)));

    public IEnumerable<OverlayNode> Targets => Nodes.Where(n => n.IsTarget);

    public IEnumerable<OverlayNode> Candidates => Nodes.Where(n => !n.IsTarget);

    /// <summary>Where the address belongs: the fit target of most tables, or else a fit candidate; null when there is neither.</summary>
    public OverlayNode? Home => Targets
        .Where(n => n.IsRunning && n.Interface is not null)
        .OrderByDescending(n => n.IsFit(Facts.VpcId))
        .ThenByDescending(n => Set.Count(t => OverlayRouteIn(t.Table)?.NetworkInterfaceId == n.NetworkInterfaceId))
        .ThenByDescending(n => Set.Any(t => t.Table.IsMain && OverlayRouteIn(t.Table)?.NetworkInterfaceId == n.NetworkInterfaceId))
        .FirstOrDefault() ?? Refuge;

    /// <summary>A candidate that could take the address over now, or null.</summary>
    public OverlayNode? Refuge => Candidates.FirstOrDefault(n => n.IsFit(Facts.VpcId));

    /// <summary>The parameter that names a target in a command.</summary>
    public static string TargetParameter(OverlayNode? node) =>
        node?.NetworkInterfaceId is { } id ? $"-NetworkInterfaceId {id}" : $"-InstanceId {node?.Instance?.Id ?? RemedyCommands.SomeTarget}";

    /// <summary>The route of exactly this destination to an instance or a network interface, or null.</summary>
    public RouteFact? RouteIn(RouteTableFact table) => table.Routes.FirstOrDefault(r => r.IsOverlay && r.Destination.Equals(Destination));

    /// <summary>That route, or a wider one of that kind which takes the packets.</summary>
    public RouteFact? OverlayRouteIn(RouteTableFact table) => RouteIn(table) ?? (WinnerIn(table) is { IsOverlay: true } wider ? wider : null);

    /// <summary>The route that takes packets for the destination as a whole: the longest prefix that contains it; of equal ones the
    /// static one before the prefix list's before the propagated one
    /// (https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html).</summary>
    public RouteFact? WinnerIn(RouteTableFact table) => table.Routes
        .SelectMany(route => BlocksOf(route.Destination).Select(block => (Route: route, Block: block)))
        .Where(r => Blocks.Count > 0 && r.Block.Contains(Blocks[0]))
        .OrderByDescending(r => r.Block.PrefixLength)
        .ThenBy(r => r.Route.IsPropagated)
        .ThenBy(r => r.Route.Destination.PrefixListId is not null)
        .Select(r => r.Route)
        .FirstOrDefault();

    /// <summary>The blocks of a route's destination; of a prefix list those that are known.</summary>
    public IReadOnlyList<CidrBlock> BlocksOf(RouteDestination destination) => destination.Cidr is { } block
        ? [block]
        : Facts.PrefixLists.Items.FirstOrDefault(list => list.Id == destination.PrefixListId)?.Blocks ?? [];

    /// <summary>The subnets that clients are in.</summary>
    public IEnumerable<SubnetFact> ClientSubnets => Request.ClientSubnetIds.Count == 0
        ? Facts.Subnets.Items
        : Facts.Subnets.Items.Where(s => Request.ClientSubnetIds.Contains(s.Id));

    /// <summary>Who may send to a node: the network interfaces in the clients' subnets but its own, the subnets that have none if nobody
    /// else is there or they were named, and the blocks outside.</summary>
    public IReadOnlyList<OverlayClient> ClientsOf(OverlayNode node)
    {
        var isNamed = Request.ClientSubnetIds.Count > 0;
        var interfaces = (from subnet in ClientSubnets
                          from eni in Facts.Interfaces.Items
                          where eni.SubnetId == subnet.Id && eni.IsClient && eni.InstanceId is not null
                              && eni.Id != node.NetworkInterfaceId && eni.InstanceId != node.Instance?.Id
                          let blocks = eni.AddressesOf(Family).ToArray()
                          where blocks.Length > 0
                          select new OverlayClient { Subnet = subnet, Interface = eni, Blocks = blocks }).ToList();
        OverlayClient[] outside = [.. Outside.Select(block => new OverlayClient { Blocks = [block] })];
        if (interfaces.Count > 0 && !isNamed)
        {
            return [.. interfaces, .. outside];
        }

        var empty = from subnet in ClientSubnets
                    where interfaces.All(i => i.Subnet!.Id != subnet.Id)
                    let blocks = subnet.BlocksOf(Family).ToArray()
                    where blocks.Length > 0
                    select new OverlayClient { Subnet = subnet, Blocks = blocks };
        return [.. interfaces, .. empty, .. outside];
    }

    /// <summary>The blocks outside the VPC that clients are in, of the address's family.</summary>
    public IEnumerable<CidrBlock> Outside => Request.From.Where(f => f.AddressFamily == Family);

    public SubnetFact? SubnetOf(OverlayNode node) => Facts.Subnets.Items.FirstOrDefault(s => s.Id == node.Interface?.SubnetId);

    private List<UsedTable> FindUsedTables()
    {
        var tables = Facts.Tables.Items;
        if (Request.RouteTableIds.Count > 0)
        {
            return [.. tables.Where(t => Request.RouteTableIds.Contains(t.Id)).Select(t => new UsedTable(t, SubnetsOf(t)))];
        }

        // Without the subnets it is not known whether one uses the main table for want of an association: most VPCs have one.
        return !Facts.Subnets.IsRead || Facts.Subnets.Denied is not null
            ? [.. tables.Where(t => t.IsMain || t.SubnetIds.Count > 0).Select(t => new UsedTable(t, []))]
            : [.. tables.Select(t => new UsedTable(t, SubnetsOf(t))).Where(t => t.Subnets.Count > 0)];
    }

    private List<SubnetFact> SubnetsOf(RouteTableFact table)
    {
        var associated = Facts.Tables.Items.SelectMany(t => t.SubnetIds).ToHashSet(StringComparer.Ordinal);
        return [.. ClientSubnets.Where(s => table.SubnetIds.Contains(s.Id) || (table.IsMain && !associated.Contains(s.Id)))];
    }

    private List<OverlayNode> FindNodes()
    {
        var nodes = new List<OverlayNode>();
        foreach (var route in Set.Select(t => OverlayRouteIn(t.Table)).OfType<RouteFact>().DistinctBy(r => (r.NetworkInterfaceId, r.InstanceId)))
        {
            nodes.Add(TargetNode(route));
        }

        foreach (var candidate in Request.Candidates)
        {
            var node = CandidateNode(candidate);
            if (nodes.All(n => n.Id != node.Id && (node.NetworkInterfaceId is null || n.NetworkInterfaceId != node.NetworkInterfaceId)))
            {
                nodes.Add(node);
            }
        }

        return nodes;
    }

    private OverlayNode TargetNode(RouteFact route)
    {
        var eni = route.NetworkInterfaceId is { } id ? FindInterface(id) : null;
        var instanceId = eni?.InstanceId ?? route.InstanceId;
        var instance = Facts.Instances.Items.FirstOrDefault(i => i.Id == instanceId);
        return new OverlayNode
        {
            Id = instanceId ?? route.NetworkInterfaceId ?? "unknown",
            NetworkInterfaceId = route.NetworkInterfaceId,
            Interface = eni,
            Instance = instance,
            IsTarget = true,
        };
    }

    private OverlayNode CandidateNode(RouteTarget candidate)
    {
        if (candidate.NetworkInterfaceId is { } id)
        {
            var named = FindInterface(id);
            return new OverlayNode
            {
                Id = named?.InstanceId ?? id,
                NetworkInterfaceId = id,
                Interface = named,
                Instance = Facts.Instances.Items.FirstOrDefault(i => i.Id == named?.InstanceId),
            };
        }

        var instance = Facts.Instances.Items.FirstOrDefault(i => i.Id == candidate.InstanceId);
        var primary = instance?.Interfaces.Count > 0 ? instance.Interfaces[0] : null;
        return new OverlayNode
        {
            Id = candidate.InstanceId!,
            NetworkInterfaceId = primary?.Id,
            Interface = primary,
            Instance = instance,
            IsPrimaryAssumed = instance?.Interfaces.Count > 1,
        };
    }

    private NetworkInterfaceFact? FindInterface(string id) =>
        Facts.Instances.Items.SelectMany(i => i.Interfaces).FirstOrDefault(i => i.Id == id)
        ?? Facts.Interfaces.Items.FirstOrDefault(i => i.Id == id);
}
