namespace OverlayIp.Agent.Output;

/// <summary>Where one route table of a route set points to.</summary>
internal sealed record NodeStatusTableReport
{
    /// <summary>The route table.</summary>
    public required string RouteTableId { get; init; }

    /// <summary>The route table's Name tag, or null.</summary>
    public required string? RouteTableName { get; init; }

    /// <summary>The VPC.</summary>
    public required string VpcId { get; init; }

    /// <summary>Where it points to.</summary>
    public required TargetReport Target { get; init; }

    /// <summary><c>active</c> or <c>blackhole</c>; null when there is no route.</summary>
    public required string? State { get; init; }

    /// <summary>True when it points to this node's network interface.</summary>
    public required bool IsThisNode { get; init; }
}
