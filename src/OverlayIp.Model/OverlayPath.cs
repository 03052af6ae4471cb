namespace OverlayIp;

/// <summary>
/// The way of the packets from a source to an overlay address and back, hop by hop, as far as the routing of AWS decides it: where
/// it ends, why, and what mends it. Security groups, network ACLs and operating systems are no part of it.
/// </summary>
public sealed record OverlayPath
{
    /// <summary>The overlay destination in canonical form, such as <c>10.2.0.1/32</c>.</summary>
    public required string DestinationCidr { get; init; }

    /// <summary>Where the packets come from: a subnet's id, or a CIDR block.</summary>
    public required string From { get; init; }

    /// <summary>True when the packets reach the target and the answers find their way back.</summary>
    public required bool Reaches { get; init; }

    /// <summary>The hops in their order: first the way there, then the way back. The last one is where it stops.</summary>
    public required IReadOnlyList<OverlayPathHop> Hops { get; init; }

    /// <summary>The id of what the packets do not get past (a route table, a transit gateway's route table, a peering connection, …), or
    /// null when they arrive.</summary>
    public string? StopsAt { get; init; }

    /// <summary>What sort of obstacle it is; <see cref="OverlayPathProblem.None"/> when they arrive.</summary>
    public OverlayPathProblem Problem { get; init; }

    /// <summary>Why it stops, in one or two sentences, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>A command to paste that mends it, or null. What only a person can choose stands in angle brackets.</summary>
    public string? Remedy { get; init; }

    /// <summary>The VPC whose route tables send the destination to an instance or network interface, or null when there is none.</summary>
    public string? VpcId { get; init; }

    /// <summary>The instance that the packets reach, or null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The network interface that the packets reach, or null.</summary>
    public string? NetworkInterfaceId { get; init; }

    /// <summary>The transit gateway route table that lacks the static route, or null when that is not the obstacle.</summary>
    public string? TransitGatewayRouteTableId { get; init; }

    /// <summary>The transit gateway attachment that the lacking static route must point to, or null.</summary>
    public string? TransitGatewayAttachmentId { get; init; }

    /// <summary>The Region, or null when it is not known.</summary>
    public string? Region { get; init; }
}
