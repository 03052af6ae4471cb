namespace OverlayIp;

/// <summary>
/// A route of a VPC route table that sends a destination to an instance or a network interface: one row of
/// <c>DescribeRouteTables</c>, with what is needed to act on it.
/// </summary>
public sealed record OverlayRoute
{
    /// <summary>The destination in canonical form: a CIDR block such as <c>10.2.0.1/32</c>, or a prefix list id (<c>pl-…</c>).</summary>
    public required string DestinationCidr { get; init; }

    /// <summary>The route table's id.</summary>
    public required string RouteTableId { get; init; }

    /// <summary>The route table's Name tag, or null.</summary>
    public string? RouteTableName { get; init; }

    /// <summary>The VPC of the route table.</summary>
    public required string VpcId { get; init; }

    /// <summary>True for the main route table of the VPC, which every subnet without an association of its own uses.</summary>
    public bool IsMain { get; init; }

    /// <summary>The subnets that are explicitly associated with the route table.</summary>
    public IReadOnlyList<string> SubnetIds { get; init; } = [];

    /// <summary>The instance that is the target, or null when the network interface is attached to none.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The network interface (ENI) that is the target. Null only for a blackhole whose interface is gone.</summary>
    public string? NetworkInterfaceId { get; init; }

    /// <summary>The account that owns the target instance, or null.</summary>
    public string? InstanceOwnerId { get; init; }

    /// <summary>Whether packets are sent to the target or dropped.</summary>
    public RouteState State { get; init; }

    /// <summary>How the route came to be: <c>CreateRoute</c> for every route made by hand.</summary>
    public string? Origin { get; init; }

    /// <summary>The account that owns the route table.</summary>
    public string? OwnerId { get; init; }

    /// <summary>The Region it was read from, or null when the endpoint was given by URL and no Region is known.</summary>
    public string? Region { get; init; }

    /// <summary>The address, when the destination is exactly one (<c>10.2.0.1</c> for <c>10.2.0.1/32</c>); otherwise null.</summary>
    public string? Address => CidrBlock.TryParse(DestinationCidr, out var block) && block.IsSingleAddress ? block.Address.ToString() : null;
}
