using OverlayIp.Engine.Validation.Packets;

namespace OverlayIp.Engine.Validation;

/// <summary>What is to be tested of which overlay addresses.</summary>
public sealed record ValidationRequest
{
    /// <summary>The destinations; empty for every overlay destination of the VPC. Default routes are none: they point to NAT instances and firewalls.</summary>
    public IReadOnlyList<RouteDestination> Destinations { get; init; } = [];

    /// <summary>The VPC, or null for those whose route tables have the destination, or else that of the candidates.</summary>
    public string? VpcId { get; init; }

    /// <summary>The route tables that must have the route; empty for all that the clients' subnets use.</summary>
    public IReadOnlyList<string> RouteTableIds { get; init; } = [];

    /// <summary>The subnets of the clients; empty for all of the VPC.</summary>
    public IReadOnlyList<string> ClientSubnetIds { get; init; } = [];

    /// <summary>Blocks outside the VPC that clients are in: an on-premises network, another VPC.</summary>
    public IReadOnlyList<CidrBlock> From { get; init; } = [];

    /// <summary>The nodes that the address may move to.</summary>
    public IReadOnlyList<RouteTarget> Candidates { get; init; } = [];

    /// <summary>The node that this machine is, where the caller knows it; null finds it among the nodes by the MAC addresses of this machine.</summary>
    public RouteTarget? LocalNode { get; init; }

    /// <summary>The traffic that must come through, or null when nobody said.</summary>
    public OverlayTraffic? Traffic { get; init; }

    /// <summary>True for what two API calls can tell.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Which checks are wanted, by their ids.</summary>
    public Func<string, bool> Wants { get; init; } = _ => true;

    /// <summary>The role whose right to switch is tested beside that of the present identity, or null.</summary>
    public string? RoleArn { get; init; }

    /// <summary>How remedies reach the same account and Region in a session of their own.</summary>
    public RemedyCommands Remedies { get; init; } = new();
}
