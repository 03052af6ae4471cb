using System.Collections.Immutable;

namespace OverlayIp.Lab.Vpc;

/// <summary>
/// Everything that exists in a lab, at one moment. It never changes: a mutation makes a new one that shares all but the
/// changed path. Dry runs, delayed visibility and saving are then no more than keeping a reference.
/// </summary>
internal sealed record LabState
{
    public static readonly LabState Empty = new();

    public ImmutableSortedDictionary<string, VpcResource> Vpcs { get; init; } = Table<VpcResource>();

    public ImmutableSortedDictionary<string, SubnetResource> Subnets { get; init; } = Table<SubnetResource>();

    public ImmutableSortedDictionary<string, RouteTableResource> RouteTables { get; init; } = Table<RouteTableResource>();

    public ImmutableSortedDictionary<string, NetworkInterfaceResource> NetworkInterfaces { get; init; } = Table<NetworkInterfaceResource>();

    public ImmutableSortedDictionary<string, InstanceResource> Instances { get; init; } = Table<InstanceResource>();

    public ImmutableSortedDictionary<string, PrefixListResource> PrefixLists { get; init; } = Table<PrefixListResource>();

    public ImmutableSortedDictionary<string, SecurityGroupResource> SecurityGroups { get; init; } = Table<SecurityGroupResource>();

    public ImmutableSortedDictionary<string, NetworkAclResource> NetworkAcls { get; init; } = Table<NetworkAclResource>();

    public ImmutableSortedDictionary<string, VpcPeeringResource> VpcPeerings { get; init; } = Table<VpcPeeringResource>();

    public ImmutableSortedDictionary<string, InternetGatewayResource> InternetGateways { get; init; } = Table<InternetGatewayResource>();

    public ImmutableSortedDictionary<string, TransitGatewayResource> TransitGateways { get; init; } = Table<TransitGatewayResource>();

    public ImmutableSortedDictionary<string, TransitGatewayAttachmentResource> TransitGatewayAttachments { get; init; } = Table<TransitGatewayAttachmentResource>();

    public ImmutableSortedDictionary<string, TransitGatewayRouteTableResource> TransitGatewayRouteTables { get; init; } = Table<TransitGatewayRouteTableResource>();

    /// <summary>Client tokens that were used, with what they made and a digest of the request.</summary>
    public ImmutableDictionary<string, UsedClientToken> ClientTokens { get; init; } = ImmutableDictionary.Create<string, UsedClientToken>(StringComparer.Ordinal);

    /// <summary>When the earliest instance transition is due; null when none is under way.</summary>
    public DateTimeOffset? NextTransition { get; private init; }

    public LabState With(VpcResource vpc) => this with { Vpcs = Vpcs.SetItem(vpc.Id, vpc) };

    public LabState With(SubnetResource subnet) => this with { Subnets = Subnets.SetItem(subnet.Id, subnet) };

    public LabState With(RouteTableResource table) => this with { RouteTables = RouteTables.SetItem(table.Id, table) };

    public LabState With(NetworkInterfaceResource eni) => this with { NetworkInterfaces = NetworkInterfaces.SetItem(eni.Id, eni) };

    public LabState With(PrefixListResource list) => this with { PrefixLists = PrefixLists.SetItem(list.Id, list) };

    public LabState With(SecurityGroupResource group) => this with { SecurityGroups = SecurityGroups.SetItem(group.Id, group) };

    public LabState With(NetworkAclResource acl) => this with { NetworkAcls = NetworkAcls.SetItem(acl.Id, acl) };

    public LabState With(VpcPeeringResource peering) => this with { VpcPeerings = VpcPeerings.SetItem(peering.Id, peering) };

    public LabState With(InternetGatewayResource gateway) => this with { InternetGateways = InternetGateways.SetItem(gateway.Id, gateway) };

    public LabState With(TransitGatewayResource gateway) => this with { TransitGateways = TransitGateways.SetItem(gateway.Id, gateway) };

    public LabState With(TransitGatewayAttachmentResource attachment) =>
        this with { TransitGatewayAttachments = TransitGatewayAttachments.SetItem(attachment.Id, attachment) };

    public LabState With(TransitGatewayRouteTableResource table) =>
        this with { TransitGatewayRouteTables = TransitGatewayRouteTables.SetItem(table.Id, table) };

    public LabState With(InstanceResource instance) => this with
    {
        Instances = Instances.SetItem(instance.Id, instance),
        NextTransition = Earliest(NextTransition, Earliest(instance.TransitionDue, instance.ForgetAt)),
    };

    /// <summary>The network interfaces of an instance, the primary one first.</summary>
    public IReadOnlyList<NetworkInterfaceResource> InterfacesOf(string instanceId) => NetworkInterfaces.Values
        .Where(eni => eni.Attachment?.InstanceId == instanceId)
        .OrderBy(eni => eni.Attachment!.DeviceIndex)
        .ToArray();

    /// <summary>The main route table of a VPC.</summary>
    public RouteTableResource MainRouteTable(string vpcId) =>
        RouteTables.Values.Single(table => table.VpcId == vpcId && table.IsMain);

    /// <summary>
    /// <c>active</c>, or <c>blackhole</c> when the interface is gone or detached, or its instance does not run, or the gateway
    /// is not attached to the VPC, or the peering connection is not active. An instance that is still <c>stopping</c> or
    /// <c>shutting-down</c> keeps its routes active until it is down.
    /// </summary>
    /// <param name="vpcId">The VPC of the route's table.</param>
    /// <param name="route">The route.</param>
    public bool IsActive(string vpcId, RouteEntry route) => route switch
    {
        { NetworkInterfaceId: { } eniId } =>
            NetworkInterfaces.TryGetValue(eniId, out var eni)
            && eni.Attachment is { } attachment
            && Instances.TryGetValue(attachment.InstanceId, out var instance)
            && instance.State is not (InstanceState.Stopped or InstanceState.Terminated),
        { GatewayId: ['p', 'c', 'x', ..] peeringId } =>
            VpcPeerings.TryGetValue(peeringId, out var peering) && peering.Status == VpcPeeringStatus.Active,
        { GatewayId: ['t', 'g', 'w', ..] transitId } => TransitGatewayRoutes.AttachmentOf(this, transitId, vpcId) is not null,
        { GatewayId: { } gatewayId } =>
            InternetGateways.TryGetValue(gatewayId, out var gateway) && gateway.VpcId == vpcId,
        _ => true,
    };

    /// <summary>The state with every transition carried out that is due by then.</summary>
    public LabState Settle(DateTimeOffset now) => NextTransition is not { } due || now < due ? this : Advance(now);

    private static ImmutableSortedDictionary<string, T> Table<T>() =>
        ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);

    private static DateTimeOffset? Earliest(DateTimeOffset? left, DateTimeOffset? right) =>
        left is null ? right : right is null || left < right ? left : right;

    private LabState Advance(DateTimeOffset now)
    {
        var state = this with { NextTransition = null };
        foreach (var instance in Instances.Values)
        {
            state = instance switch
            {
                { ForgetAt: { } forget } when forget <= now => state with { Instances = state.Instances.Remove(instance.Id) },
                { TransitionDue: { } due } when due <= now => state.Complete(instance, due),
                _ => state.With(instance),
            };
        }

        // Completing a termination schedules when it is forgotten, which can be due by now as well.
        return state.Settle(now);
    }

    private LabState Complete(InstanceResource instance, DateTimeOffset at)
    {
        var settled = instance with { State = instance.State.Next(), TransitionDue = null };
        if (settled.State != InstanceState.Terminated)
        {
            return With(settled);
        }

        // EC2 lists a terminated instance for about an hour.
        var state = With(settled with { ForgetAt = at + TimeSpan.FromHours(1) });
        foreach (var eni in state.InterfacesOf(instance.Id))
        {
            state = eni.Attachment!.DeleteOnTermination
                ? state with { NetworkInterfaces = state.NetworkInterfaces.Remove(eni.Id) }
                : state.With(eni with { Attachment = null });
        }

        return state;
    }
}

/// <summary>A client token that was used: the request it came with, and the ids that it made.</summary>
internal sealed record UsedClientToken(string RequestDigest, ImmutableArray<string> Ids);
