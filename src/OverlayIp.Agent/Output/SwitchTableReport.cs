namespace OverlayIp.Agent.Output;

/// <summary>What a switch did, or would do, to one route table.</summary>
internal sealed record SwitchTableReport
{
    /// <summary>The route table.</summary>
    public required string RouteTableId { get; init; }

    /// <summary>The route table's Name tag, or null.</summary>
    public required string? RouteTableName { get; init; }

    /// <summary>The VPC.</summary>
    public required string VpcId { get; init; }

    /// <summary>What was planned: <c>None</c>, <c>Create</c>, <c>Replace</c> or <c>Refuse</c>.</summary>
    public required string Planned { get; init; }

    /// <summary>The name of the <see cref="RouteChangeOutcome"/>; null in a dry run.</summary>
    public required string? Outcome { get; init; }

    /// <summary>The target before.</summary>
    public required TargetReport Previous { get; init; }

    /// <summary>The target now, as far as it is known; in a dry run the present one.</summary>
    public required TargetReport Current { get; init; }

    /// <summary>True when the route table was read back with the target active.</summary>
    public required bool Verified { get; init; }

    /// <summary>How many mutating calls were sent.</summary>
    public required int Attempts { get; init; }

    /// <summary>Seconds from the start of acting to the verification, or to giving up.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>The stable id of the error, or null.</summary>
    public required string? ErrorId { get; init; }
}
