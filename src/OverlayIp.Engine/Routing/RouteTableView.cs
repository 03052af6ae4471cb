using Amazon.EC2;
using Amazon.EC2.Model;
using OverlayIp.Engine.Reach.Facts;

namespace OverlayIp.Engine.Routing;

/// <summary>A route table as it was read, with the questions that planning and verifying ask of it.</summary>
internal sealed class RouteTableView
{
    private readonly RouteTable _table;
    private readonly string? _region;

    public RouteTableView(RouteTable table, string? region)
    {
        _table = table;
        _region = region;
    }

    public string Id => _table.RouteTableId!;

    /// <summary>True for the main route table of the VPC.</summary>
    public bool IsMain => _table.Associations?.Exists(a => a.Main == true) == true;

    /// <summary>The subnets that are explicitly associated.</summary>
    public IReadOnlyList<string> SubnetIds =>
        _table.Associations?.Where(a => !string.IsNullOrEmpty(a.SubnetId)).Select(a => a.SubnetId!).ToList() ?? [];

    public string VpcId => _table.VpcId!;

    public string? OwnerId => NullIfEmpty(_table.OwnerId);

    public string? Name => _table.Tags?.Find(t => t.Key == "Name")?.Value;

    /// <summary>The VPC's own blocks, read off the local routes: every table has one for each block of its VPC.</summary>
    public IEnumerable<CidrBlock> VpcBlocks =>
        from route in Routes
        where IsLocal(route)
        let block = DestinationOf(route)?.Cidr
        where block is not null
        select block;

    /// <summary>The routes that a user made to an instance or a network interface.</summary>
    public IEnumerable<OverlayRoute> OverlayRoutes =>
        from route in Routes
        where !IsLocal(route) && RouteHop.Of(route) is { IsOverlayTarget: true }
        let destination = DestinationOf(route)
        where destination is not null
        select ToOverlayRoute(route, destination);

    /// <summary>All routes, of whatever kind, with their destinations.</summary>
    public IEnumerable<(Route Route, RouteDestination Destination)> AllRoutes =>
        from route in Routes
        let destination = DestinationOf(route)
        where destination is not null
        select (route, destination);

    private IEnumerable<Route> Routes => _table.Routes ?? Enumerable.Empty<Route>();

    /// <summary>The static route of a destination, or null. A propagated route of the same destination cannot be replaced.</summary>
    public Route? Find(RouteDestination destination) =>
        Routes.FirstOrDefault(r => r.Origin != RouteOrigin.EnableVgwRoutePropagation && destination.Equals(DestinationOf(r)));

    /// <summary>True when a block stays in the VPC: it is the VPC's own, or a route sends it to an instance or network interface.</summary>
    public bool Keeps(OverlayIp.CidrBlock block) =>
        Routes.Any(r => (IsLocal(r) || RouteHop.Of(r).IsOverlayTarget) && DestinationOf(r)?.Cidr?.Contains(block) == true);

    /// <summary>True when the destination is exactly a block of the VPC.</summary>
    public bool HasLocal(RouteDestination destination) => Find(destination) is { } route && IsLocal(route);

    /// <summary>True for the routes that come with the table and cover the VPC itself. The target of such a route can be an
    /// interface (a middlebox), so the origin tells, not the gateway.</summary>
    public static bool IsLocal(Route route) => route.GatewayId == "local" || route.Origin == RouteOrigin.CreateRouteTable;

    public OverlayRoute ToOverlayRoute(Route route, RouteDestination destination) => new()
    {
        DestinationCidr = destination.ToString(),
        RouteTableId = Id,
        RouteTableName = Name,
        VpcId = VpcId,
        IsMain = IsMain,
        SubnetIds = SubnetIds,
        InstanceId = NullIfEmpty(route.InstanceId),
        NetworkInterfaceId = NullIfEmpty(route.NetworkInterfaceId),
        InstanceOwnerId = NullIfEmpty(route.InstanceOwnerId),
        State = route.State == Amazon.EC2.RouteState.Blackhole ? OverlayIp.RouteState.Blackhole : OverlayIp.RouteState.Active,
        Origin = route.Origin?.Value,
        OwnerId = OwnerId,
        Region = _region,
    };

    /// <summary>The table as the walk of a path reads it.</summary>
    public RouteTableFact ToFact() => new()
    {
        Id = Id,
        Name = Name,
        IsMain = _table.Associations?.Exists(a => a.Main == true) == true,
        SubnetIds = [.. _table.Associations?.Where(a => !string.IsNullOrEmpty(a.SubnetId)).Select(a => a.SubnetId!) ?? []],
        Routes =
        [
            .. from route in Routes
               let destination = DestinationOf(route)
               where destination is not null
               select new RouteFact
               {
                   Destination = destination,
                   Hop = RouteHop.Of(route),
                   IsLocal = IsLocal(route),
                   IsBlackhole = route.State == Amazon.EC2.RouteState.Blackhole,
                   IsPropagated = route.Origin == RouteOrigin.EnableVgwRoutePropagation,
               },
        ],
    };

    private static RouteDestination? DestinationOf(Route route)
    {
        var text = NullIfEmpty(route.DestinationCidrBlock) ?? NullIfEmpty(route.DestinationIpv6CidrBlock) ?? route.DestinationPrefixListId;
        return RouteDestination.TryParse(text, out var destination) ? destination : null;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
