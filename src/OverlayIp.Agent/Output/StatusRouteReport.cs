namespace OverlayIp.Agent.Output;

/// <summary>An overlay route of one route table.</summary>
internal sealed record StatusRouteReport
{
    /// <summary>The destination in canonical form.</summary>
    public required string Destination { get; init; }

    /// <summary>The VPC.</summary>
    public required string VpcId { get; init; }

    /// <summary>The route table.</summary>
    public required string RouteTableId { get; init; }

    /// <summary>The route table's Name tag, or null.</summary>
    public required string? RouteTableName { get; init; }

    /// <summary>Where it points to.</summary>
    public required TargetReport Target { get; init; }

    /// <summary><c>active</c> or <c>blackhole</c>.</summary>
    public required string State { get; init; }

    /// <summary>True when it points to the same target as the majority of the destination's route tables.</summary>
    public required bool Agrees { get; init; }
}
