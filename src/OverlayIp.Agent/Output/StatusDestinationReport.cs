namespace OverlayIp.Agent.Output;

/// <summary>A destination in one VPC: whether all its route tables say the same, and whether that works.</summary>
internal sealed record StatusDestinationReport
{
    /// <summary>The destination in canonical form.</summary>
    public required string Destination { get; init; }

    /// <summary>The VPC.</summary>
    public required string VpcId { get; init; }

    /// <summary>How many route tables have it.</summary>
    public required int RouteTables { get; init; }

    /// <summary>True when all of them point to the same target.</summary>
    public required bool Agreeing { get; init; }

    /// <summary>True when all of its routes are active.</summary>
    public required bool Active { get; init; }

    /// <summary>The route tables that point elsewhere than the majority.</summary>
    public required IReadOnlyList<string> DisagreeingRouteTableIds { get; init; }
}
