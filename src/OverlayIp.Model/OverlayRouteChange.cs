namespace OverlayIp;

/// <summary>The report of a switch for one route table: what it pointed to, what it points to now, and what it took.</summary>
public sealed record OverlayRouteChange
{
    /// <summary>The destination in canonical form.</summary>
    public required string DestinationCidr { get; init; }

    /// <summary>The route table's id.</summary>
    public required string RouteTableId { get; init; }

    /// <summary>The route table's Name tag, or null.</summary>
    public string? RouteTableName { get; init; }

    /// <summary>The VPC of the route table.</summary>
    public required string VpcId { get; init; }

    /// <summary>What became of the route.</summary>
    public required RouteChangeOutcome Outcome { get; init; }

    /// <summary>The instance that the route pointed to before, or null.</summary>
    public string? PreviousInstanceId { get; init; }

    /// <summary>The network interface that the route pointed to before, or null.</summary>
    public string? PreviousNetworkInterfaceId { get; init; }

    /// <summary>The instance that the route points to now as far as it is known, or null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The network interface that the route points to now as far as it is known, or null.</summary>
    public string? NetworkInterfaceId { get; init; }

    /// <summary>True when the route table was read back and showed the reported target as active.</summary>
    public bool Verified { get; init; }

    /// <summary>How many mutating calls were sent for this route table, rollback included; 0 when none was needed.</summary>
    public int Attempts { get; init; }

    /// <summary>Time from the start of the act phase until this route table was verified, or given up.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The stable error id when the outcome is <see cref="RouteChangeOutcome.Failed"/> or <see cref="RouteChangeOutcome.RolledBack"/> after an error of its own; otherwise null.</summary>
    public string? ErrorId { get; init; }

    /// <summary>What went wrong, in one sentence, or null.</summary>
    public string? Message { get; init; }

    /// <summary>The Region, or null when it is not known.</summary>
    public string? Region { get; init; }
}
