using System.Net.Sockets;
using OverlayIp.Engine.Reach.Facts;

namespace OverlayIp.Engine.Reach.Walking;

/// <summary>What all parts of one walk share. A fact that is not known yet is asked for, and null.</summary>
internal sealed record WalkContext
{
    public required PathRequest Request { get; init; }

    public required ReachFacts Facts { get; init; }

    public required PathTrace Trace { get; init; }

    /// <summary>The VPC that has the address, or null when no VPC has it, or several have.</summary>
    public string? OverlayVpcId { get; init; }

    public CidrBlock Destination => Request.Destination;

    public bool IsIpv6 => Destination.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>The network interface that the VPC sends the address to, for remedies; null when it is not known.</summary>
    public string? KnownTarget =>
        OverlayVpcId is { } id && Facts.Vpcs.TryGetValue(id, out var vpc) ? vpc.TargetsOf(Destination).FirstOrDefault() : null;

    public VpcFact? Vpc(string id) => Known(Facts.Vpcs, id, ReachNeedKind.Vpc);

    public TransitGatewayFact? TransitGateway(string id) => Known(Facts.TransitGateways, id, ReachNeedKind.TransitGateway);

    public TransitRoutesFact? TransitRoutes(string tableId) => Known(Facts.TransitRoutes, tableId, ReachNeedKind.TransitRoutes);

    /// <summary>The ids of the transit gateways that a VPC is attached to.</summary>
    public IReadOnlyList<string>? TransitGatewaysOf(string vpcId)
    {
        if (Facts.TransitGatewaysOfVpc.TryGetValue(vpcId, out var ids))
        {
            return ids;
        }

        Trace.Ask(ReachNeedKind.TransitGatewaysOfVpc, vpcId);
        return null;
    }

    /// <summary>The attachment of the VPC that has the address to a transit gateway, or null.</summary>
    public TransitAttachmentFact? OverlayAttachment(TransitGatewayFact gateway) => OverlayVpcId is { } id ? gateway.AttachmentOf(id) : null;

    private T? Known<T>(IReadOnlyDictionary<string, T> facts, string id, ReachNeedKind kind)
        where T : class
    {
        if (facts.TryGetValue(id, out var fact))
        {
            return fact;
        }

        Trace.Ask(kind, id);
        return null;
    }
}
