using System.Collections.Immutable;

namespace OverlayIp.Engine.Reach.Facts;

/// <summary>
/// What is known of a network when a path is walked. A key that is not in a dictionary has not been asked for yet; the walk then
/// says so, and the reader asks.
/// </summary>
internal sealed record ReachFacts
{
    /// <summary>Nothing.</summary>
    public static ReachFacts None { get; } = new();

    /// <summary>The VPCs whose route tables send a destination to an instance or network interface, by destination.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> DestinationVpcs { get; init; } = Empty<ImmutableArray<string>>();

    /// <summary>VPCs by id.</summary>
    public ImmutableDictionary<string, VpcFact> Vpcs { get; init; } = Empty<VpcFact>();

    /// <summary>Subnets by id.</summary>
    public ImmutableDictionary<string, SubnetFact> Subnets { get; init; } = Empty<SubnetFact>();

    /// <summary>The ids of the transit gateways that a VPC is attached to, by the VPC's id.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> TransitGatewaysOfVpc { get; init; } = Empty<ImmutableArray<string>>();

    /// <summary>Transit gateways by id.</summary>
    public ImmutableDictionary<string, TransitGatewayFact> TransitGateways { get; init; } = Empty<TransitGatewayFact>();

    /// <summary>Routes of transit gateway route tables, by the tables' ids.</summary>
    public ImmutableDictionary<string, TransitRoutesFact> TransitRoutes { get; init; } = Empty<TransitRoutesFact>();

    /// <summary>Network interfaces by id; null for one that does not exist.</summary>
    public ImmutableDictionary<string, InterfaceFact?> Interfaces { get; init; } = ImmutableDictionary.Create<string, InterfaceFact?>(StringComparer.Ordinal);

    /// <summary>The blocks of prefix lists, by the lists' ids.</summary>
    public ImmutableDictionary<string, ImmutableArray<CidrBlock>> PrefixLists { get; init; } = Empty<ImmutableArray<CidrBlock>>();

    /// <summary>True when a fact is known.</summary>
    public bool Has(ReachNeed need) => need.Kind switch
    {
        ReachNeedKind.DestinationVpcs => DestinationVpcs.ContainsKey(need.Id),
        ReachNeedKind.Subnet => Subnets.ContainsKey(need.Id),
        ReachNeedKind.Vpc => Vpcs.ContainsKey(need.Id),
        ReachNeedKind.TransitGatewaysOfVpc => TransitGatewaysOfVpc.ContainsKey(need.Id),
        ReachNeedKind.TransitGateway => TransitGateways.ContainsKey(need.Id),
        ReachNeedKind.TransitRoutes => TransitRoutes.ContainsKey(need.Id),
        ReachNeedKind.Interface => Interfaces.ContainsKey(need.Id),
        _ => PrefixLists.ContainsKey(need.Id),
    };

    private static ImmutableDictionary<string, T> Empty<T>() => ImmutableDictionary.Create<string, T>(StringComparer.Ordinal);
}
